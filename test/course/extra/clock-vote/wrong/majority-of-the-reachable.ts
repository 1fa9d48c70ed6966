/**
 * @breaks refuses
 * @misconception Sources that agree with nobody do not count among those that must be outvoted.
 */
import type { Sample, Span } from 'partial-failure/clock-vote';

export function agree(samples: Sample[]): Span | undefined {
  const overlap = (a: Sample, b: Sample) => Math.abs(a.offset - b.offset) <= a.uncertainty + b.uncertainty;
  const sociable = samples.filter((s, i) => samples.some((o, j) => i !== j && overlap(s, o)));
  const voters = sociable.length > 0 ? sociable : samples;
  const times = voters
    .flatMap((s) => [s.offset - s.uncertainty, s.offset + s.uncertainty])
    .filter((t) => 2 * voters.filter((s) => Math.abs(t - s.offset) <= s.uncertainty).length > voters.length);
  return times.length ? { earliest: Math.min(...times), latest: Math.max(...times) } : undefined;
}
