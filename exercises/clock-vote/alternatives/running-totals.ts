/** @approach A table of what begins and ends at each time, with running totals; the samples are sorted in place. */
import type { Sample, Span } from 'partial-failure/clock-vote';

interface Change {
  begins: number;
  ends: number;
}

export function agree(samples: Sample[]): Span | undefined {
  samples.sort((a, b) => a.offset - b.offset);
  const changes = new Map<number, Change>();
  const at = (time: number): Change => {
    const known = changes.get(time) ?? { begins: 0, ends: 0 };
    changes.set(time, known);
    return known;
  };
  for (const { offset, uncertainty } of samples) {
    at(offset - uncertainty).begins += 1;
    at(offset + uncertainty).ends += 1;
  }
  let held = 0;
  const times: number[] = [];
  for (const time of [...changes.keys()].sort((a, b) => a - b)) {
    const { begins, ends } = at(time);
    held += begins;
    if (2 * held > samples.length) times.push(time);
    held -= ends;
  }
  const [earliest] = times;
  const latest = times.at(-1);
  return earliest === undefined || latest === undefined ? undefined : { earliest, latest };
}
