import { stampEvents, type VectorClock } from './happened-before.ts';
import { isFor, sendings, sendingsByLog, type MessageId, type NodeLog, type Sending } from './node-log.ts';

export type { LogEvent, MessageId, NodeLog } from './node-log.ts';

/**
 * What is wrong.
 *
 * - `unsent`: `node` delivered `message`, which nobody sent.
 * - `delivered-before-sent`: a circle of messages, each delivered by the sender of the next before that was sent.
 * - `causal-order`: `node` delivered the last message of `chain` while the first, which is for it too, was not there;
 *   of any two neighbours in the chain, the sender of the second had sent or delivered the first before. The chain is
 *   a shortest one.
 */
export type CausalDeliveryEvidence =
  | { readonly violation: 'unsent'; readonly node: string; readonly message: MessageId }
  | { readonly violation: 'delivered-before-sent'; readonly cycle: readonly MessageId[] }
  | { readonly violation: 'causal-order'; readonly node: string; readonly chain: readonly MessageId[] };

export type CausalDeliveryResult =
  { readonly verdict: 'ok' } | { readonly verdict: 'illegal'; readonly evidence: CausalDeliveryEvidence };

/**
 * Whether messages are delivered in causal order: when the send of one happened before the send of another, no node
 * that both are for delivers the other without having delivered the one (Birman, Schiper and Stephenson, *Lightweight
 * causal and atomic group multicast*, TOCS 9(3), 1991; Hadzilacos and Toueg, 1994: causal order).
 *
 * Safety: asks nothing to arrive. Of a doubled message the first delivery counts. A broadcast without `to` is for its
 * sender too, who then has to deliver it; list the others in `to` where nodes do not deliver to themselves. Of several
 * violations the one earliest in its log, ties in order of logs. O(events · nodes).
 *
 * @throws AssertionError when two logs are of one node or a message is sent twice.
 */
export function checkCausalDelivery(logs: readonly NodeLog[]): CausalDeliveryResult {
  const sent = sendings(logs);
  for (const { node, events } of logs) {
    const unsent = events.find(({ message }) => !sent.has(message));
    if (unsent === undefined) continue;
    return { verdict: 'illegal', evidence: { violation: 'unsent', node, message: unsent.message } };
  }
  const stamps = stampEvents(logs);
  if (!stamps.possible) {
    return { verdict: 'illegal', evidence: { violation: 'delivered-before-sent', cycle: stamps.cycle } };
  }
  const sentByLog = sendingsByLog(logs, sent.values());
  let first: { node: string; missing: Sending; delivered: Sending } | undefined;
  let end = Infinity;
  for (const { node, events } of logs) {
    const delivered = new Set<MessageId>();
    // By sender: the place among its sends up to which all that is for this node is delivered.
    const nexts = logs.map(() => 0);
    for (const [position, { kind, message }] of events.slice(0, end).entries()) {
      const sending = sent.get(message);
      if (kind === 'send' || sending === undefined || delivered.has(message)) continue;
      const clock = stamps.clocks[sending.log]?.[sending.position] ?? [];
      delivered.add(message);
      const missing = findMissing(node, sentByLog, nexts, clock, delivered);
      if (missing === undefined) continue;
      first = { node, missing, delivered: sending };
      end = position;
      break;
    }
  }
  if (first === undefined) return { verdict: 'ok' };
  const chain = shortestChain(logs, sent, first.missing.message, first.delivered);
  return { verdict: 'illegal', evidence: { violation: 'causal-order', node: first.node, chain } };
}

/** The first send that `clock` knows of, is for the node and is not delivered there. Moves `nexts` on. */
function findMissing(
  node: string,
  sentByLog: readonly (readonly Sending[])[],
  nexts: number[],
  clock: VectorClock,
  delivered: ReadonlySet<MessageId>,
): Sending | undefined {
  for (const [log, all] of sentByLog.entries()) {
    for (let next = nexts[log] ?? 0; ; next++) {
      nexts[log] = next;
      const sending = all[next];
      if (sending === undefined || sending.position >= (clock[log] ?? 0)) break;
      if (isFor(sending, node) && !delivered.has(sending.message)) return sending;
    }
  }
  return undefined;
}

/** Goes back from `last`, breadth first, over what its sender had sent or delivered before. */
function shortestChain(
  logs: readonly NodeLog[],
  sent: ReadonlyMap<MessageId, Sending>,
  first: MessageId,
  last: Sending,
): MessageId[] {
  const leadsTo = new Map<MessageId, MessageId>();
  const reached = [last];
  for (const { log, position, message } of reached) {
    if (message === first) break;
    for (const event of logs[log]?.events.slice(0, position) ?? []) {
      const sending = sent.get(event.message);
      if (sending === undefined || event.message === last.message || leadsTo.has(event.message)) continue;
      leadsTo.set(event.message, message);
      reached.push(sending);
    }
  }
  const chain: MessageId[] = [];
  for (let next: MessageId | undefined = first; next !== undefined; next = leadsTo.get(next))
    chain.push(next);
  return chain;
}
