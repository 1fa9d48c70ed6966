import { sendings, type MessageId, type NodeLog } from './node-log.ts';

/**
 * A vector clock (Fidge, 1988; Mattern, *Virtual time and global states of distributed systems*, 1989): how many events
 * of each node an event knows of, itself included, by the node's place in the list of logs.
 */
export type VectorClock = ArrayLike<number>;

/** How two events, or what two clocks stand for, are related by happened-before. */
export type ClockOrder = 'equal' | 'before' | 'after' | 'concurrent';

/** Compares two clocks; what one lacks at the end counts as 0. */
export function compareClocks(a: VectorClock, b: VectorClock): ClockOrder {
  let isLess = false;
  let isMore = false;
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference < 0) isLess = true;
    if (difference > 0) isMore = true;
  }
  if (isLess) return isMore ? 'concurrent' : 'before';
  return isMore ? 'after' : 'equal';
}

/** The least clock that knows all that either knows. */
export function joinClocks(a: VectorClock, b: VectorClock): number[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => Math.max(a[i] ?? 0, b[i] ?? 0));
}

/** The clocks of all events, or what cannot be: by log, the deliveries that nothing can have led to. */
export type Stamps =
  | { readonly possible: true; readonly clocks: readonly (readonly VectorClock[])[] }
  | {
      readonly possible: false;
      /** Messages of which each was delivered by the sender of the next before that was sent; the last before the first. */
      readonly cycle: readonly MessageId[];
    };

/**
 * Stamps every event with its vector clock. An event happened before another when the same node did it earlier, when it
 * is the send of what the other delivers, or through others (Lamport, *Time, clocks, and the ordering of events in a
 * distributed system*, CACM 21(7), 1978). A delivery of what nobody sent follows nothing but its node.
 *
 * `a` happened before `b` exactly when `compareClocks` says `before`. O(events · nodes).
 *
 * @throws AssertionError when two logs are of one node or a message is sent twice.
 */
export function stampEvents(logs: readonly NodeLog[]): Stamps {
  const sent = sendings(logs);
  const clocks: number[][][] = logs.map(() => []);
  const waiting = new Map<MessageId, number[]>();
  const ready = logs.map((_, log) => log).reverse();
  for (let log = ready.pop(); log !== undefined; log = ready.pop()) {
    const own = clocks[log] ?? [];
    const events = logs[log]?.events ?? [];
    for (let event = events[own.length]; event !== undefined; event = events[own.length]) {
      const { kind, message } = event;
      let clock: readonly number[] = own.at(-1) ?? logs.map(() => 0);
      if (kind === 'deliver') {
        const sending = sent.get(message);
        const sendClock = sending === undefined ? clock : clocks[sending.log]?.[sending.position];
        if (sendClock === undefined) {
          waiting.set(message, [...(waiting.get(message) ?? []), log]);
          break;
        }
        clock = joinClocks(clock, sendClock);
      }
      own.push(clock.map((count, index) => (index === log ? own.length + 1 : count)));
      if (kind === 'send') ready.push(...(waiting.get(message) ?? []).reverse());
    }
  }
  const isDone = clocks.every((own, log) => own.length === logs[log]?.events.length);
  return isDone ? { possible: true, clocks } : { possible: false, cycle: findCycle(logs, clocks) };
}

/** Each node that got stuck waits for a message of another that is stuck; following them comes round. */
function findCycle(logs: readonly NodeLog[], clocks: readonly (readonly VectorClock[])[]): MessageId[] {
  const sent = sendings(logs);
  const stuckAt = (log: number): MessageId | undefined =>
    logs[log]?.events[clocks[log]?.length ?? 0]?.message;
  const path: MessageId[] = [];
  let message = stuckAt(logs.findIndex((_, log) => stuckAt(log) !== undefined));
  while (message !== undefined && !path.includes(message)) {
    path.push(message);
    message = stuckAt(sent.get(message)?.log ?? -1);
  }
  // Each waits for the next, so each was delivered by the sender of the one before it in `path`, read backwards.
  return message === undefined ? path : path.slice(path.indexOf(message)).reverse();
}
