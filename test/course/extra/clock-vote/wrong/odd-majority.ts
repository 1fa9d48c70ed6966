/**
 * @breaks refuses
 * @misconception (n + 1) / 2 is a majority, rounded as it comes.
 * @misconception-of half-is-enough
 */
import type { Sample, Span } from 'partial-failure/clock-vote';

export function agree(samples: Sample[]): Span | undefined {
  if (!samples.length) return undefined;
  const quorum = Math.floor((samples.length + 1) / 2);
  const points = samples.flatMap((s) => [
    [s.offset - s.uncertainty, 0],
    [s.offset + s.uncertainty, 1],
  ]) as [number, number][];
  points.sort((p, q) => p[0] - q[0] || p[1] - q[1]);
  let depth = 0;
  const good: number[] = [];
  for (const [t, isEnd] of points) {
    if (!isEnd) depth++;
    if (depth >= quorum) good.push(t);
    if (isEnd) depth--;
  }
  return good.length ? { earliest: good[0]!, latest: good[good.length - 1]! } : undefined;
}
