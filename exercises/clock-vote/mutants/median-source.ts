/**
 * @breaks contains-truth
 * @misconception The source in the middle is right if a majority is.
 */
import type { Sample, Span } from 'partial-failure/clock-vote';

export function agree(samples: Sample[]): Span | undefined {
  const sorted = [...samples].sort((a, b) => a.offset - b.offset || a.uncertainty - b.uncertainty);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) return undefined;
  return { earliest: middle.offset - middle.uncertainty, latest: middle.offset + middle.uncertainty };
}
