/**
 * @breaks refuses
 * @misconception Where the most intervals overlap is the best guess, however few they are.
 */
import type { Sample, Span } from 'partial-failure/clock-vote';

export function agree(samples: Sample[]): Span | undefined {
  if (samples.length === 0) return undefined;
  const times = samples
    .flatMap(({ offset, uncertainty }) => [offset - uncertainty, offset + uncertainty])
    .sort((a, b) => a - b);
  const backers = (time: number): number =>
    samples.filter(({ offset, uncertainty }) => Math.abs(time - offset) <= uncertainty).length;
  const most = Math.max(...times.map(backers));
  const best = times.filter((time) => backers(time) === most);
  return { earliest: best[0] ?? 0, latest: best.at(-1) ?? 0 };
}
