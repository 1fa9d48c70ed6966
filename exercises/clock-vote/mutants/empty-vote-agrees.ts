/**
 * @breaks refuses
 * @misconception Where nobody objects, everything is possible.
 */
import type { Sample, Span } from 'partial-failure/clock-vote';

const EVER = 2_000_000_000;

export function agree(samples: Sample[]): Span | undefined {
  if (samples.length === 0) return { earliest: -EVER, latest: EVER };
  const times = samples
    .flatMap(({ offset, uncertainty }) => [offset - uncertainty, offset + uncertainty])
    .filter(
      (time) => 2 * samples.filter((s) => Math.abs(time - s.offset) <= s.uncertainty).length > samples.length,
    )
    .sort((a, b) => a - b);
  const [earliest] = times;
  return earliest === undefined ? undefined : { earliest, latest: times.at(-1) ?? earliest };
}
