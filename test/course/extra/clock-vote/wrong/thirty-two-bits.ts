/**
 * @breaks contains-truth
 * @misconception The ends of the intervals fit into 32 bits.
 */
import type { Sample, Span } from 'partial-failure/clock-vote';

export function agree(samples: Sample[]): Span | undefined {
  const enough = (samples.length >> 1) + 1;
  let earliest = 2_000_000_000;
  let latest = -2_000_000_000;
  for (const { offset, uncertainty } of samples) {
    for (const time of [(offset - uncertainty) | 0, (offset + uncertainty) | 0]) {
      const backers = samples.filter((s) => ((time - s.offset) | 0) >= -s.uncertainty && ((time - s.offset) | 0) <= s.uncertainty);
      if (backers.length < enough) continue;
      if (time < earliest) earliest = time;
      if (time > latest) latest = time;
    }
  }
  if (earliest > latest) return undefined;
  return { earliest: Math.max(earliest, -1_500_000_000), latest: Math.min(latest, 1_500_000_000) };
}
