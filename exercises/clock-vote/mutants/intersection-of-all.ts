/**
 * @breaks contains-truth
 * @misconception What all sources have in common is the truth; where they have nothing in common, there is none.
 */
import type { Sample, Span } from 'partial-failure/clock-vote';

export function agree(samples: Sample[]): Span | undefined {
  if (samples.length === 0) return undefined;
  const earliest = Math.max(...samples.map(({ offset, uncertainty }) => offset - uncertainty));
  const latest = Math.min(...samples.map(({ offset, uncertainty }) => offset + uncertainty));
  return earliest <= latest ? { earliest, latest } : undefined;
}
