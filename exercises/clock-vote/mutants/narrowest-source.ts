/**
 * @breaks contains-truth
 * @misconception The source with the smallest uncertainty knows best.
 */
import type { Sample, Span } from 'partial-failure/clock-vote';

export function agree(samples: Sample[]): Span | undefined {
  if (samples.length === 0) return undefined;
  const best = samples.reduce((a, b) => (b.uncertainty < a.uncertainty ? b : a));
  const span = { earliest: best.offset - best.uncertainty, latest: best.offset + best.uncertainty };
  const agreeing = samples.filter(
    ({ offset, uncertainty }) => offset - uncertainty <= span.latest && offset + uncertainty >= span.earliest,
  );
  return 2 * agreeing.length > samples.length ? span : undefined;
}
