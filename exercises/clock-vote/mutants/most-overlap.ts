/**
 * @breaks contains-truth
 * @misconception The truth is where the most intervals overlap.
 */
import type { Sample, Span } from 'partial-failure/clock-vote';

export function agree(samples: Sample[]): Span | undefined {
  const times = samples
    .flatMap(({ offset, uncertainty }) => [offset - uncertainty, offset + uncertainty])
    .sort((a, b) => a - b);
  const backers = (time: number): number =>
    samples.filter(({ offset, uncertainty }) => Math.abs(time - offset) <= uncertainty).length;
  const most = Math.max(0, ...times.map(backers));
  if (2 * most <= samples.length) return undefined;
  const best = times.filter((time) => backers(time) === most);
  return { earliest: best[0] ?? 0, latest: best.at(-1) ?? 0 };
}
