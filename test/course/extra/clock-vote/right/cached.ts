/** Remembers what it answered, by all that the sources said. */
import type { Sample, Span } from 'partial-failure/clock-vote';

const known = new Map<string, Span | undefined>();

export function agree(samples: Sample[]): Span | undefined {
  const key = samples.map((s) => `${s.offset},${s.uncertainty}`).join(';');
  if (!known.has(key)) known.set(key, compute(samples));
  return known.get(key);
}

function compute(samples: Sample[]): Span | undefined {
  const ends: [number, number][] = [];
  for (const s of samples) ends.push([s.offset - s.uncertainty, -1], [s.offset + s.uncertainty, 1]);
  ends.sort(([a, p], [b, q]) => (a === b ? p - q : a - b));
  const within: number[] = [];
  let depth = 0;
  for (const [time, kind] of ends) {
    if (kind < 0) depth++;
    if (depth > samples.length / 2) within.push(time);
    if (kind > 0) depth--;
  }
  return within.length === 0 ? undefined : { earliest: within[0]!, latest: within[within.length - 1]! };
}
