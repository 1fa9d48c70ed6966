/**
 * @breaks contains-truth
 * @misconception A source backs a time only if its own middle lies near it.
 */
import type { Sample, Span } from 'partial-failure/clock-vote';

export function agree(samples: Sample[]): Span | undefined {
  const n = samples.length;
  for (let liars = 0; 2 * liars < n; liars++) {
    const starts = samples.map((s) => s.offset - s.uncertainty);
    const ends = samples.map((s) => s.offset + s.uncertainty);
    const covered = (t: number) => samples.filter((_, i) => starts[i]! <= t && t <= ends[i]!).length;
    const low = starts.filter((t) => covered(t) >= n - liars).sort((a, b) => a - b)[0];
    const high = ends.filter((t) => covered(t) >= n - liars).sort((a, b) => b - a)[0];
    if (low === undefined || high === undefined) continue;
    const outside = samples.filter((s) => s.offset < low || s.offset > high).length;
    if (outside <= liars) return { earliest: low, latest: high };
  }
  return undefined;
}
