/**
 * @breaks contains-truth
 * @misconception The first stretch on which a majority agrees is the answer; there is only one.
 */
import type { Sample, Span } from 'partial-failure/clock-vote';

export function agree(samples: Sample[]): Span | undefined {
  const enough = Math.floor(samples.length / 2) + 1;
  const ends = samples
    .flatMap(({ offset, uncertainty }) => [
      { at: offset - uncertainty, step: 1 },
      { at: offset + uncertainty, step: -1 },
    ])
    .sort((a, b) => a.at - b.at || b.step - a.step);
  let open = 0;
  let earliest: number | undefined;
  for (const { at, step } of ends) {
    if (step > 0) {
      open++;
      if (open === enough) earliest ??= at;
    } else {
      if (open === enough && earliest !== undefined) return { earliest, latest: at };
      open--;
    }
  }
  return undefined;
}
