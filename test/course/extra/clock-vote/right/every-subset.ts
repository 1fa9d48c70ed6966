/** Tries every majority of the sources: where a whole one has a time in common, that time may be true. */
import type { Sample, Span } from 'partial-failure/clock-vote';

export function agree(samples: Sample[]): Span | undefined {
  let result: Span | undefined;
  for (let subset = 1; subset < 1 << samples.length; subset++) {
    let size = 0;
    let from = -Infinity;
    let to = Infinity;
    for (let i = 0; i < samples.length; i++) {
      const sample = samples[i];
      if (sample === undefined || ((subset >> i) & 1) === 0) continue;
      size++;
      from = Math.max(from, sample.offset - sample.uncertainty);
      to = Math.min(to, sample.offset + sample.uncertainty);
    }
    if (2 * size <= samples.length || from > to) continue;
    result = {
      earliest: Math.min(from, result?.earliest ?? from),
      latest: Math.max(to, result?.latest ?? to),
    };
  }
  return result;
}
