import { deepEqualJson, isJsonObject, ofRun, type Json, type Operation, type Run } from 'partial-failure/kit';
import { JUDGED_FROM_MS, LATEST_MS } from './bounds.ts';
import { idOf, isDuring, isInvalid, SERVER, valueFor, type Outage, type Plan } from './peers.ts';

/** A request that a client sent. */
export interface Attempt {
  readonly seq: number;
  readonly atUs: number;
  /** The message’s key: its answer names it. */
  readonly key: string;
}

/** One call of a client, with what it sent and how it ended. */
export interface Call {
  readonly operation: Operation;
  readonly id: string;
  readonly valid: boolean;
  readonly attempts: readonly Attempt[];
  /** The arrival of an “invalid” that answers the newest attempt of then. */
  readonly refusedSeq: number | undefined;
  readonly end: 'answered' | 'invalid' | 'gave-up' | 'other' | 'threw' | 'open';
  /** How long it took, in true ms; how long it has been open, where it is. */
  readonly tookMs: number;
  /** The outage in which it began. */
  readonly outage: Outage | undefined;
}

interface Entry {
  readonly operation: Operation;
  readonly attempts: Attempt[];
  newestKey: string;
  refusedSeq: number | undefined;
  /** When the first “invalid” arrived for any of the attempts. */
  toldInvalidSeq: number;
  /** When the server’s answer to any of the attempts arrived first. */
  answeredSeq: number;
}

/** The calls of a run, and the messages of clients that belong to none of their calls. */
export const callsOf = ofRun((run: Run): { calls: readonly Call[]; strays: readonly Attempt[] } => {
  const { outages } = run.case as Plan;
  const entries = new Map<string, Entry>();
  const byKey = new Map<string, Entry>();
  const strays: Attempt[] = [];
  for (const operation of run.operations) {
    if (operation.invokedSeq < 0) continue;
    const entry = {
      operation,
      attempts: [],
      newestKey: '',
      refusedSeq: undefined,
      toldInvalidSeq: Infinity,
      answeredSeq: Infinity,
    };
    entries.set(idOf(operation.args[0]), entry);
  }
  for (const event of run.trace) {
    if (event.node === SERVER) continue;
    if (event.kind === 'send') {
      const { seq, atUs, message } = event;
      const attempt = { seq, atUs, key: message.key };
      const entry = entries.get(idOf(message.body));
      if (entry === undefined || !isAttempt(entry, event.node, message.kind, message.to, message.body)) {
        strays.push(attempt);
        continue;
      }
      entry.attempts.push(attempt);
      entry.newestKey = message.key;
      byKey.set(message.key, entry);
    } else if (event.kind === 'deliver') {
      const { answers = '', body } = event.message;
      const entry = byKey.get(answers);
      if (entry === undefined || !isJsonObject(body)) continue;
      if (body['ok'] === true) entry.answeredSeq = Math.min(entry.answeredSeq, event.seq);
      if (body['error'] !== 'invalid') continue;
      entry.toldInvalidSeq = Math.min(entry.toldInvalidSeq, event.seq);
      if (entry.newestKey === answers) entry.refusedSeq ??= event.seq;
    }
  }
  const calls = [...entries].map(
    ([id, { operation, attempts, refusedSeq, toldInvalidSeq, answeredSeq }]): Call => {
      const { args, invokedUs, returnedUs = run.endUs, returnedSeq = -1, status, value = null } = operation;
      const gave = status === 'ok' ? endOf(id, value) : status === 'threw' ? 'threw' : 'open';
      const toldSeq = gave === 'answered' ? answeredSeq : gave === 'invalid' ? toldInvalidSeq : -1;
      return {
        operation,
        id,
        valid: !isInvalid(args[0]),
        attempts,
        refusedSeq,
        end: toldSeq <= returnedSeq || gave === 'open' ? gave : 'other',
        tookMs: (returnedUs - invokedUs) / 1000,
        outage: outages.find((outage) => isDuring(outage, invokedUs / 1000)),
      };
    },
  );
  return { calls, strays };
});

function isAttempt({ operation }: Entry, node: string, kind: string, to: string, body: Json): boolean {
  return (
    operation.node === node &&
    kind === 'request' &&
    to === SERVER &&
    deepEqualJson(operation.args[0] ?? null, body)
  );
}

function endOf(id: string, value: Json): Call['end'] {
  if (!isJsonObject(value)) return 'other';
  if (value['ok'] === true && value['value'] !== undefined && deepEqualJson(value['value'], valueFor(id)))
    return 'answered';
  if (value['error'] === 'invalid' || value['error'] === 'gave-up') return value['error'];
  return 'other';
}

/** The call to tell of: one that ended wrongly; else one that got nothing when the server was well; else the busiest. */
export const exampleOf = ofRun((run: Run): Call | undefined => {
  const { outages } = run.case as Plan;
  const { calls } = callsOf(run);
  const overMs = Math.max(-1, ...outages.map(({ untilMs }) => untilMs));
  return (
    calls.find(
      ({ end, refusedSeq }) => end === 'threw' || end === 'other' || (end === 'gave-up' && refusedSeq),
    ) ??
    calls.find(
      ({ end, operation, tookMs }) =>
        end !== 'answered' &&
        (tookMs > LATEST_MS || operation.invokedUs / 1000 >= overMs + (overMs < 0 ? 0 : JUDGED_FROM_MS)),
    ) ??
    calls.reduce<Call | undefined>(
      (one, other) => (one !== undefined && one.attempts.length >= other.attempts.length ? one : other),
      undefined,
    )
  );
});
