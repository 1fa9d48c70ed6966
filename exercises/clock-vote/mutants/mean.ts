/**
 * @breaks contains-truth
 * @misconception The mean of many clocks is right, since their errors cancel out.
 */
import type { Sample, Span } from 'partial-failure/clock-vote';

export function agree(samples: Sample[]): Span | undefined {
  if (samples.length === 0) return undefined;
  const mean = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length;
  const offset = mean(samples.map((sample) => sample.offset));
  const uncertainty = mean(samples.map((sample) => sample.uncertainty));
  return { earliest: offset - uncertainty, latest: offset + uncertainty };
}
