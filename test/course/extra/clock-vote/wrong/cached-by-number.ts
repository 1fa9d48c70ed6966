/**
 * @breaks contains-truth
 * @misconception The same number of sources asked again says the same.
 */
import type { Sample, Span } from 'partial-failure/clock-vote';

const cache: Record<number, { offset: number; span: Span | undefined }> = {};

export function agree(samples: Sample[]): Span | undefined {
  const last = cache[samples.length];
  if (last && last.offset === samples[0]?.offset) return last.span;
  const ok = (t: number) =>
    samples.filter((s) => s.offset - s.uncertainty <= t && t <= s.offset + s.uncertainty).length >
    samples.length / 2;
  const ts = samples
    .flatMap((s) => [s.offset - s.uncertainty, s.offset + s.uncertainty])
    .filter(ok)
    .sort((a, b) => a - b);
  const span = ts.length ? { earliest: ts[0]!, latest: ts[ts.length - 1]! } : undefined;
  cache[samples.length] = { offset: samples[0]?.offset ?? 0, span };
  return span;
}
