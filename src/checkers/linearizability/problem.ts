import type { FinishedOperation, OpenOperation, Operation } from '../../history/operation.ts';
import { latestEffect } from '../../history/order.ts';
import { item } from './words.ts';

/**
 * A history laid out for the search.
 *
 * Operations are numbered: the finished ones first, in order of their calls, then the open ones, in order of theirs.
 * Only the returns of finished operations are stations of the search; everything else is read off in between.
 */
export interface Problem {
  /** By number. */
  readonly operations: readonly Operation[];
  readonly finishedCount: number;
  /** By number: when it was called. */
  readonly invokedAt: Float64Array;
  /** By number: the last instant at which it can have taken effect. */
  readonly latestEffect: Float64Array;
  /** Whether an open operation has a deadline, which forbids some shortcuts. */
  readonly hasDeadlines: boolean;
  /**
   * Calls and returns of finished operations in order of time, at one instant the calls first: `number` for a call,
   * `~number` for a return.
   */
  readonly events: Int32Array;
  /** By number, for finished operations: a place that it has to itself from call to return. Reused afterwards. */
  readonly slot: Int32Array;
  readonly slotCount: number;
  /** By event, for returns: where in `live` the operations under way at that moment begin. They end where the next begin. */
  readonly liveFrom: Int32Array;
  /** Finished operations under way, those that return first coming first. */
  readonly live: Int32Array;
  /** By event, for returns: how many of the open operations, in their order, have been called by then. */
  readonly openCalled: Int32Array;
}

/**
 * Lays out a history. Failed operations are left out: they had no effect.
 *
 * @param strict whether the deadlines of open operations count.
 */
export function layOut(history: readonly Operation[], strict: boolean): Problem {
  const finished: FinishedOperation[] = [];
  const open: OpenOperation[] = [];
  for (const operation of history) {
    if (operation.status === 'ok') finished.push(operation);
    else if (operation.status === 'info') open.push(operation);
  }
  sortByCall(finished);
  sortByCall(open);
  const operations: Operation[] = [...finished, ...open];
  const invokedAt = new Float64Array(operations.length);
  const ends = new Float64Array(operations.length);
  let hasDeadlines = false;
  let number = 0;
  for (const operation of operations) {
    invokedAt[number] = operation.invokedAt;
    const end = latestEffect(operation, strict);
    ends[number] = end;
    if (number >= finished.length && end !== Infinity) hasDeadlines = true;
    number++;
  }
  const events = inOrderOfTime(finished);
  return {
    operations,
    finishedCount: finished.length,
    invokedAt,
    latestEffect: ends,
    hasDeadlines,
    events,
    ...concurrency(finished, open, events),
  };
}

/** Sorts in place, stable. Most histories are in order already, and looking costs less than sorting. */
function sortByCall(operations: Operation[]): void {
  let previous = -Infinity;
  for (const { invokedAt } of operations) {
    if (invokedAt < previous) {
      operations.sort((a, b) => a.invokedAt - b.invokedAt);
      return;
    }
    previous = invokedAt;
  }
}

/** The events of finished operations, themselves in order of their calls. */
function inOrderOfTime(finished: readonly FinishedOperation[]): Int32Array {
  const returns = new Int32Array(finished.length).map((_, number) => number);
  returns.sort((a, b) => item(finished, a).returnedAt - item(finished, b).returnedAt || a - b);
  const events = new Int32Array(2 * finished.length);
  let calls = 0;
  let length = 0;
  for (const returning of returns) {
    const { returnedAt } = item(finished, returning);
    while (calls < finished.length && item(finished, calls).invokedAt <= returnedAt)
      events[length++] = calls++;
    events[length++] = ~returning;
  }
  return events;
}

/** Who is under way at each return, and a slot for everyone. */
function concurrency(
  finished: readonly FinishedOperation[],
  open: readonly OpenOperation[],
  events: Int32Array,
) {
  const slot = new Int32Array(finished.length);
  const liveFrom = new Int32Array(events.length + 1);
  const openCalled = new Int32Array(events.length);
  const live: number[] = [];
  const freeSlots: number[] = [];
  let slotCount = 0;
  let underWay: number[] = [];
  let called = 0;
  for (const [index, event] of events.entries()) {
    liveFrom[index] = live.length;
    if (event >= 0) {
      slot[event] = freeSlots.pop() ?? slotCount++;
      insertByReturn(underWay, event, finished);
      continue;
    }
    const { returnedAt } = item(finished, ~event);
    while (called < open.length && item(open, called).invokedAt <= returnedAt) called++;
    openCalled[index] = called;
    for (const operation of underWay) live.push(operation);
    underWay = underWay.slice(1);
    freeSlots.push(slot[~event] ?? 0);
  }
  liveFrom[events.length] = live.length;
  return { slot, slotCount, liveFrom, live: Int32Array.from(live), openCalled };
}

/** Keeps the list in the order of the returns in `events`: by instant, then by number. */
function insertByReturn(underWay: number[], operation: number, finished: readonly FinishedOperation[]): void {
  const { returnedAt } = item(finished, operation);
  let index = underWay.length;
  while (index > 0 && item(finished, item(underWay, index - 1)).returnedAt > returnedAt) index--;
  underWay.splice(index, 0, operation);
}
