import type { TraceEvent } from '../sim/trace.ts';
import type { RecordedRun } from './recorded-run.ts';

/** Where two runs part: `seq` of the first event that only the one has, and that only the other has; -1: none. */
export interface Difference {
  readonly one: number;
  readonly other: number;
}

/**
 * Compares two runs event by event. Events are the same when node, instant and all that they say are; the order of those
 * of one instant does not matter, nor does the line.
 */
export function differenceOf(one: RecordedRun, other: RecordedRun): Difference {
  return { one: firstOnlyIn(one, other), other: firstOnlyIn(other, one) };
}

function firstOnlyIn({ events }: RecordedRun, { events: others }: RecordedRun): number {
  const left = new Map<string, number>();
  for (const event of others) {
    const key = keyOf(event);
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  for (const event of events) {
    const key = keyOf(event);
    const count = left.get(key) ?? 0;
    if (count === 0) return event.seq;
    left.set(key, count - 1);
  }
  return -1;
}

function keyOf({ seq: _seq, cause: _cause, line: _line, ...said }: TraceEvent): string {
  return JSON.stringify(said);
}
