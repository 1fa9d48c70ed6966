/**
 * @breaks refuses
 * @misconception The span goes from where the majority’s last interval begins to where its first one ends, counted separately.
 */
import type { Sample, Span } from 'partial-failure/clock-vote';

export function agree(samples: Sample[]): Span | undefined {
  const enough = Math.floor(samples.length / 2) + 1;
  const starts = samples.map((s) => s.offset - s.uncertainty).sort((a, b) => a - b);
  const ends = samples.map((s) => s.offset + s.uncertainty).sort((a, b) => b - a);
  const earliest = starts[enough - 1];
  const latest = ends[enough - 1];
  if (earliest === undefined || latest === undefined) return undefined;
  return { earliest: Math.min(earliest, latest), latest: Math.max(earliest, latest) };
}
