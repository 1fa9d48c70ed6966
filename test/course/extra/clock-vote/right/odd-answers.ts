/** A class instance with getters and further fields, made once and reused; null for no majority. */
import type { Sample } from 'partial-failure/clock-vote';

class Verdict {
  times: number[] = [];
  get earliest(): number {
    return this.times[0] ?? NaN;
  }
  get latest(): number {
    return this.times[this.times.length - 1] ?? NaN;
  }
}

const verdict = new Verdict();

export const agree = (samples: Sample[]): Verdict | undefined => {
  const holds = (t: number) => samples.reduce((n, s) => n + (Math.abs(t - s.offset) > s.uncertainty ? 0 : 1), 0);
  verdict.times = samples
    .flatMap((s) => [s.offset + s.uncertainty, s.offset - s.uncertainty])
    .filter((t) => holds(t) * 2 > samples.length)
    .sort((a, b) => a - b);
  return verdict.times.length > 0 ? verdict : (null as unknown as undefined);
};
