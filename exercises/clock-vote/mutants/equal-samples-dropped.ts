/**
 * @breaks contains-truth
 * @misconception Two sources that say the same are one source counted twice.
 */
import type { Sample, Span } from 'partial-failure/clock-vote';

export function agree(samples: Sample[]): Span | undefined {
  const different = [...new Map(samples.map((s) => [`${s.offset}±${s.uncertainty}`, s])).values()];
  const enough = Math.floor(samples.length / 2) + 1;
  const times = different
    .flatMap(({ offset, uncertainty }) => [offset - uncertainty, offset + uncertainty])
    .filter((time) => different.filter((s) => Math.abs(time - s.offset) <= s.uncertainty).length >= enough);
  if (times.length === 0) return undefined;
  return { earliest: Math.min(...times), latest: Math.max(...times) };
}
