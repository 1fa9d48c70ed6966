import { deepEqualJson, type Json } from '../util/canonical.ts';
import { isFor, sendings, sendingsByLog, type MessageId, type NodeLog } from './node-log.ts';

export type { LogEvent, MessageId, NodeLog } from './node-log.ts';

/** The entries that a node has, in order: commands applied, records kept, values delivered. */
export interface EntryLog {
  readonly node: string;
  readonly entries: readonly Json[];
}

/** Two nodes that differ at `index`, the first place at which any two differ, and what each has there. */
export interface PrefixEvidence {
  readonly violation: 'orders-differ';
  readonly nodes: readonly [string, string];
  readonly index: number;
  readonly entries: readonly [Json, Json];
}

export type PrefixResult =
  { readonly verdict: 'ok' } | { readonly verdict: 'illegal'; readonly evidence: PrefixEvidence };

/**
 * Whether of any two logs one is a prefix of the other: what total order broadcast gives at every instant to nodes that
 * deliver without gaps (Hadzilacos and Toueg, *A modular approach to fault-tolerant broadcasts and related problems*,
 * TR 94-1425, 1994: total order), and what replicated logs keep for what is committed.
 *
 * Entries are equal as JSON values. All logs are compared with a longest one, in time linear in all entries; the nodes
 * of the evidence come in the order of the list.
 */
export function checkPrefix(logs: readonly EntryLog[]): PrefixResult {
  let longest = logs[0];
  for (const log of logs) {
    if (longest === undefined || log.entries.length > longest.entries.length) longest = log;
  }
  let evidence: PrefixEvidence | undefined;
  if (longest === undefined) return { verdict: 'ok' };
  const place = logs.indexOf(longest);
  for (const [index, log] of logs.entries()) {
    const found = firstDifference(log.entries, longest.entries, evidence?.index);
    if (found === undefined) continue;
    const [first, second] = index < place ? [log, longest] : [longest, log];
    const [own, other] = index < place ? [found.actual, found.expected] : [found.expected, found.actual];
    evidence = {
      violation: 'orders-differ',
      nodes: [first.node, second.node],
      index: found.index,
      entries: [own, other],
    };
  }
  return evidence === undefined ? { verdict: 'ok' } : { verdict: 'illegal', evidence };
}

/** The first entry that is not as it should be: another one (`differs`), or one too many (`unexpected`). */
export type PrefixOfEvidence =
  | {
      readonly violation: 'differs';
      readonly index: number;
      readonly expected: Json;
      readonly actual: Json;
    }
  | { readonly violation: 'unexpected'; readonly index: number; readonly actual: Json };

export type PrefixOfResult =
  { readonly verdict: 'ok' } | { readonly verdict: 'illegal'; readonly evidence: PrefixOfEvidence };

/**
 * Whether `entries` is a prefix of `whole`: for example what was delivered up to now of what was sent up to now, which
 * is reliable delivery in order, without its liveness. Entries are equal as JSON values. Linear time.
 */
export function checkPrefixOf(entries: readonly Json[], whole: readonly Json[]): PrefixOfResult {
  const found = firstDifference(entries, whole);
  if (found !== undefined) return { verdict: 'illegal', evidence: { violation: 'differs', ...found } };
  const actual = entries[whole.length];
  if (actual === undefined) return { verdict: 'ok' };
  return { verdict: 'illegal', evidence: { violation: 'unexpected', index: whole.length, actual } };
}

/** Looks at the places that both have, and only before `end`. */
function firstDifference(
  entries: readonly Json[],
  whole: readonly Json[],
  end = Infinity,
): { index: number; expected: Json; actual: Json } | undefined {
  for (const [index, actual] of entries.entries()) {
    const expected = whole[index];
    if (expected === undefined || index >= end) return undefined;
    if (!deepEqualJson(actual, expected)) return { index, expected, actual };
  }
  return undefined;
}

/** How often a message reaches a node that it is for. */
export type DeliveryGuarantee = 'at-most-once' | 'at-least-once' | 'exactly-once';

/**
 * What is wrong at `node` with `message`; `positions` are those of its deliveries in the node's log, as far as they
 * prove it.
 *
 * - `unsent`: delivered, although nobody sent it.
 * - `misdirected`: delivered, although it was for others.
 * - `duplicate`: delivered twice.
 * - `missing`: not delivered.
 */
export interface DeliveryEvidence {
  readonly violation: 'unsent' | 'misdirected' | 'duplicate' | 'missing';
  readonly node: string;
  readonly message: MessageId;
  readonly positions: readonly number[];
}

export type DeliveryResult =
  { readonly verdict: 'ok' } | { readonly verdict: 'illegal'; readonly evidence: DeliveryEvidence };

/**
 * Whether messages are delivered as often as they should be: each at every node that it is for at most once, at least
 * once, or exactly once; and under every guarantee none that was not sent or is for others (Hadzilacos and Toueg, 1994:
 * integrity and validity).
 *
 * At most once is safety: it may be asked at any instant. The others say that something happens: ask them of a run
 * that has been left time. An open send need not arrive. Deliveries are judged first, by their place in their log, then
 * what is missing, in order of sending; ties in order of logs. Time: linear in events plus sends times nodes.
 *
 * @throws AssertionError when two logs are of one node or a message is sent twice.
 */
export function checkDelivery(logs: readonly NodeLog[], guarantee: DeliveryGuarantee): DeliveryResult {
  const sent = sendings(logs);
  let first: DeliveryEvidence | undefined;
  let firstPosition = Infinity;
  const deliveries = logs.map(({ node, events }) => {
    const positions = new Map<MessageId, number>();
    for (const [position, { kind, message }] of events.entries()) {
      if (kind === 'send') continue;
      const sending = sent.get(message);
      const earlier = positions.get(message);
      if (earlier === undefined) positions.set(message, position);
      const isFault =
        sending === undefined ||
        !isFor(sending, node) ||
        (earlier !== undefined && guarantee !== 'at-least-once');
      if (!isFault || position >= firstPosition) continue;
      firstPosition = position;
      if (sending === undefined) first = { violation: 'unsent', node, message, positions: [position] };
      else if (!isFor(sending, node)) {
        first = { violation: 'misdirected', node, message, positions: [position] };
      } else first = { violation: 'duplicate', node, message, positions: [earlier ?? position, position] };
    }
    return positions;
  });
  if (first !== undefined) return { verdict: 'illegal', evidence: first };
  if (guarantee === 'at-most-once') return { verdict: 'ok' };
  for (const sending of sent.values()) {
    if (sending.isOpen) continue;
    for (const [log, { node }] of logs.entries()) {
      if (!isFor(sending, node) || deliveries[log]?.has(sending.message)) continue;
      const { message } = sending;
      return { verdict: 'illegal', evidence: { violation: 'missing', node, message, positions: [] } };
    }
  }
  return { verdict: 'ok' };
}

/**
 * `sender` sent `earlier` before `later`, both for `node`; `node` delivered `later` while `earlier` was not there.
 * `overtaken`: `earlier` came afterwards. `skipped`: it never did.
 */
export interface FifoEvidence {
  readonly violation: 'overtaken' | 'skipped';
  readonly node: string;
  readonly sender: string;
  readonly earlier: MessageId;
  readonly later: MessageId;
}

export type FifoResult =
  { readonly verdict: 'ok' } | { readonly verdict: 'illegal'; readonly evidence: FifoEvidence };

/** What {@link checkFifo} is to forgive. */
export interface FifoOptions {
  /** Whether messages may be left out, so that only `overtaken` is wrong. Default: no. */
  readonly gaps?: boolean;
}

/**
 * Whether every node delivers the messages of each sender in the order in which that sender sent them to it: none is
 * delivered before all earlier ones have been (Hadzilacos and Toueg, 1994: FIFO order). Of a doubled message
 * the first delivery counts; unsent and misdirected ones are not looked at (see {@link checkDelivery}).
 *
 * The evidence is the first in order of logs, in a log the first by the place of the delivery of `later`, with gaps
 * allowed by that of `earlier`. Time: linear in events plus sends times nodes.
 *
 * @throws AssertionError when two logs are of one node or a message is sent twice.
 */
export function checkFifo(logs: readonly NodeLog[], options: FifoOptions = {}): FifoResult {
  const { gaps = false } = options;
  const sent = sendings(logs);
  const sentByLog = sendingsByLog(logs, sent.values());
  for (const { node, events } of logs) {
    const delivered = new Set<MessageId>();
    const queues = sentByLog.map((all) => all.filter((sending) => isFor(sending, node)));
    // By sender: the place in its queue up to which all is delivered, and the delivery that has come farthest.
    const nexts = queues.map(() => 0);
    const farthest = queues.map((): { position: number; message: MessageId } | undefined => undefined);
    for (const { kind, message } of events) {
      const sending = sent.get(message);
      if (kind === 'send' || sending === undefined || !isFor(sending, node) || delivered.has(message))
        continue;
      const { log, sender, position } = sending;
      if (gaps) {
        const ahead = farthest[log];
        if (ahead !== undefined && ahead.position > position) {
          const evidence = {
            violation: 'overtaken',
            node,
            sender,
            earlier: message,
            later: ahead.message,
          } as const;
          return { verdict: 'illegal', evidence };
        }
        farthest[log] = { position, message };
      } else {
        const expected = queues[log]?.[nexts[log] ?? 0];
        if (expected !== undefined && expected.message !== message) {
          const earlier = expected.message;
          const comes = events.some((event) => event.kind === 'deliver' && event.message === earlier);
          const violation = comes ? 'overtaken' : 'skipped';
          return { verdict: 'illegal', evidence: { violation, node, sender, earlier, later: message } };
        }
        nexts[log] = (nexts[log] ?? 0) + 1;
      }
      delivered.add(message);
    }
  }
  return { verdict: 'ok' };
}
