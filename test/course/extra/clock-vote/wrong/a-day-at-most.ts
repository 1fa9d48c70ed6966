/**
 * @breaks contains-truth
 * @misconception No clock is off by more than a day.
 */
import type { Sample, Span } from 'partial-failure/clock-vote';

const DAY = 86_400_000;

export function agree(samples: Sample[]): Span | undefined {
  const sane = samples.filter(({ offset }) => Math.abs(offset) <= DAY);
  const times = sane
    .flatMap(({ offset, uncertainty }) => [offset - uncertainty, offset + uncertainty])
    .filter((t) => 2 * sane.filter((s) => Math.abs(t - s.offset) <= s.uncertainty).length > samples.length);
  return times.length === 0
    ? undefined
    : { earliest: Math.min(...times), latest: Math.max(...times) };
}
