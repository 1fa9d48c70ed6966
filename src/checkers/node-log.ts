import { assert } from '../util/assert.ts';

/** Names one message; the course gives every send its own, also where payloads are equal. */
export type MessageId = string | number;

/** What one node did, as far as messages go. */
export type LogEvent =
  | {
      readonly kind: 'send';
      readonly message: MessageId;
      /** Whom it is for. Default: every node that has a log, the sender too (a broadcast). */
      readonly to?: readonly string[];
      /** Its sender crashed or gave up: it may be delivered but need not be. */
      readonly open?: boolean;
    }
  | { readonly kind: 'deliver'; readonly message: MessageId };

/** All that one node sent and delivered, in the order in which it did. Instants play no part. */
export interface NodeLog {
  readonly node: string;
  readonly events: readonly LogEvent[];
}

/** A send in its place. */
export interface Sending {
  readonly message: MessageId;
  readonly sender: string;
  /** Of the sender's log in the list of logs, and of the event in the sender's log, from 0. */
  readonly log: number;
  readonly position: number;
  readonly isOpen: boolean;
  /** Absent: it is for everybody. */
  readonly to: ReadonlySet<string> | undefined;
}

/**
 * Every send by its message, in order of logs and in them of events.
 *
 * @throws AssertionError when two logs are of one node or a message is sent twice; the course names both.
 */
export function sendings(logs: readonly NodeLog[]): ReadonlyMap<MessageId, Sending> {
  const all = new Map<MessageId, Sending>();
  const nodes = new Set<string>();
  for (const [log, { node, events }] of logs.entries()) {
    assert(!nodes.has(node), () => `delivery: node ${node} has two logs. Join them.`);
    nodes.add(node);
    for (const [position, event] of events.entries()) {
      if (event.kind !== 'send') continue;
      const { message, to, open = false } = event;
      assert(!all.has(message), () => `delivery: message ${message} is sent twice. Give each send a name.`);
      const receivers = to === undefined ? undefined : new Set(to);
      all.set(message, { message, sender: node, log, position, isOpen: open, to: receivers });
    }
  }
  return all;
}

/** Whether a message is meant for a node. */
export function isFor(sending: Sending, node: string): boolean {
  return sending.to === undefined || sending.to.has(node);
}

/** Each node's sends, in order; by the node's place in the list of logs. */
export function sendingsByLog(logs: readonly NodeLog[], all: Iterable<Sending>): Sending[][] {
  const byLog: Sending[][] = logs.map(() => []);
  for (const sending of all) byLog[sending.log]?.push(sending);
  return byLog;
}
