/**
 * @breaks tight
 * @misconception sort() without an argument sorts numbers by their size.
 */
import type { Sample, Span } from 'partial-failure/clock-vote';

export function agree(samples: Sample[]): Span | undefined {
  const enough = Math.floor(samples.length / 2) + 1;
  const starts = samples.map(({ offset, uncertainty }) => offset - uncertainty).sort();
  const ends = samples.map(({ offset, uncertainty }) => offset + uncertainty).sort();
  let open = 0;
  let earliest: number | undefined;
  let latest: number | undefined;
  while (ends.length > 0) {
    const [start = Infinity] = starts;
    const [end = Infinity] = ends;
    if (start <= end) {
      starts.shift();
      if (++open >= enough) earliest ??= start;
    } else {
      ends.shift();
      if (open-- >= enough) latest = end;
    }
  }
  return earliest === undefined || latest === undefined ? undefined : { earliest, latest };
}
