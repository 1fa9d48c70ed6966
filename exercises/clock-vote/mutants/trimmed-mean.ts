/**
 * @breaks contains-truth
 * @misconception Without the smallest and the largest value, the mean is safe from liars.
 */
import type { Sample, Span } from 'partial-failure/clock-vote';

export function agree(samples: Sample[]): Span | undefined {
  if (samples.length === 0) return undefined;
  const sorted = [...samples].sort((a, b) => a.offset - b.offset);
  const kept = sorted.length > 2 ? sorted.slice(1, -1) : sorted;
  const mean = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length;
  const offset = mean(kept.map((sample) => sample.offset));
  const uncertainty = mean(kept.map((sample) => sample.uncertainty));
  return { earliest: offset - uncertainty, latest: offset + uncertainty };
}
