/**
 * @breaks refuses
 * @misconception Half of the sources are a majority.
 */
import type { Sample, Span } from 'partial-failure/clock-vote';

export function agree(samples: Sample[]): Span | undefined {
  const enough = Math.ceil(samples.length / 2);
  const times = samples
    .flatMap(({ offset, uncertainty }) => [offset - uncertainty, offset + uncertainty])
    .filter(
      (time) =>
        samples.filter(({ offset, uncertainty }) => Math.abs(time - offset) <= uncertainty).length >= enough,
    );
  if (times.length === 0) return undefined;
  return { earliest: Math.min(...times), latest: Math.max(...times) };
}
