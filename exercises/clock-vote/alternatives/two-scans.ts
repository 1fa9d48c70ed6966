/** @approach Two scans, one from below for the first possible time and one from above for the last. */
import type { Sample, Span } from 'partial-failure/clock-vote';

type Interval = readonly [from: number, to: number];

/** The first time that enough intervals hold: it is where one of them begins. */
function first(intervals: readonly Interval[], enough: number): number | undefined {
  const starts = intervals.map(([from]) => from).sort((a, b) => a - b);
  return starts.find((time) => intervals.filter(([from, to]) => from <= time && time <= to).length >= enough);
}

export function agree(samples: Sample[]): Span | undefined {
  const enough = (samples.length >> 1) + 1;
  const intervals = samples.map(({ offset: o, uncertainty: u }): Interval => [o - u, o + u]);
  const mirrored = intervals.map(([from, to]): Interval => [-to, -from]);
  const earliest = first(intervals, enough);
  const latest = first(mirrored, enough);
  if (earliest === undefined || latest === undefined) return undefined;
  return { earliest, latest: -latest };
}
