/**
 * @breaks contains-truth
 * @misconception Two intervals that only touch have nothing in common.
 */
import type { Sample, Span } from 'partial-failure/clock-vote';

export function agree(samples: Sample[]): Span | undefined {
  const ends = samples.flatMap(({ offset, uncertainty }) => [
    { at: offset - uncertainty, step: 1 },
    { at: offset + uncertainty, step: -1 },
  ]);
  ends.sort((a, b) => a.at - b.at || a.step - b.step); // what ends there is over before the next one begins
  const enough = Math.floor(samples.length / 2) + 1;
  let open = 0;
  let earliest: number | undefined;
  let latest: number | undefined;
  for (const { at, step } of ends) {
    if (step < 0 && open >= enough) latest = at;
    open += step;
    if (step > 0 && open >= enough) earliest ??= at;
  }
  return earliest === undefined || latest === undefined ? undefined : { earliest, latest };
}
