/**
 * @breaks contains-truth
 * @misconception A variable at the top of the file is empty at each call.
 */
import type { Sample, Span } from 'partial-failure/clock-vote';

let earliest: number | undefined;
let latest: number | undefined;

export function agree(samples: Sample[]): Span | undefined {
  const ends = samples.flatMap(({ offset, uncertainty }) => [
    { at: offset - uncertainty, step: 1 },
    { at: offset + uncertainty, step: -1 },
  ]);
  ends.sort((a, b) => a.at - b.at || b.step - a.step);
  const enough = Math.floor(samples.length / 2) + 1;
  let open = 0;
  for (const { at, step } of ends) {
    if (step < 0 && open >= enough) latest = at;
    open += step;
    if (step > 0 && open >= enough) earliest ??= at;
  }
  return earliest === undefined || latest === undefined ? undefined : { earliest, latest };
}
