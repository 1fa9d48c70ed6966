import {
  calmWithin,
  disturbancesIn,
  isJsonObject,
  ofKind,
  ofRun,
  stopwatch,
  type EventOf,
  type Json,
  type Operation,
  type Run,
  type Stopwatch,
  type Stretch,
} from 'partial-failure/kit';
import { STRETCH_BY_MS } from './bounds.ts';

export const SHOP = 'shop';
export const BANK = 'bank';

/** One request of the shop to the bank. */
export interface BankCall {
  readonly seq: number;
  readonly atUs: number;
  readonly messageKey: string;
  readonly op: string;
  readonly key: string;
  /** Of a `pay`. */
  readonly amount: number | undefined;
}

/** The bank's first decision on a key. */
export interface Decision {
  readonly seq: number;
  readonly key: string;
  readonly amount: number | undefined;
  readonly result: string;
  /** `seq` of the request that brought it about. */
  readonly askedSeq: number;
}

/** One call of `pay`, and a stopwatch of the shop's that began with it. */
export interface Call extends Stopwatch {
  readonly operation: Operation;
  readonly id: string;
  readonly amount: number;
  readonly answer: string | undefined;
  /** `Infinity` while it is open. */
  readonly settledUs: number;
}

/**
 * What the checks know of a run. Money is told apart by amount: the keys are the program's own affair. Payments with
 * equal amounts are counted together.
 */
export interface Facts {
  readonly calls: readonly Call[];
  readonly requests: readonly BankCall[];
  readonly decisions: readonly Decision[];
  /** Ids of the payments of an amount that were called for. */
  readonly idsOf: (amount: number) => ReadonlySet<string>;
  readonly covered: (amount: number) => boolean;
  /**
   * Id of the payment that a key stands for: the one whose call first used it to pay this amount. `undefined` where
   * several payments with this amount were under way then.
   */
  readonly ownerOf: (key: string, amount: number) => string | undefined;
  /** Amounts that this key was used to pay. */
  readonly amountsOf: (key: string) => ReadonlySet<number>;
  /** Times in which an exchange with the bank may fail: none of them is part of a good stretch. */
  readonly troubles: readonly Stretch[];
  /** `seq` of the arrival of the first answer to a request. */
  readonly answeredSeq: (request: BankCall) => number | undefined;
}

export const factsOf: (run: Run) => Facts = ofRun(readFacts);

function readFacts(run: Run): Facts {
  const covered = new Map<number, boolean>();
  const decisions: Decision[] = [];
  for (const { seq, name, data, cause } of run.trace.filter(ofKind('note'))) {
    if (!isJsonObject(data)) continue;
    const { amount, key, result } = data;
    if (name === 'payment') covered.set(Number(amount), data['covered'] === true);
    if (name === 'decided') {
      const askedSeq = run.trace[cause]?.cause ?? -1;
      decisions.push({ seq, key: String(key), amount: numberOf(amount), result: String(result), askedSeq });
    }
  }
  const requests = run.trace.filter(ofKind('send')).flatMap((event) => bankCallOf(event));
  const amounts = new Map<string, Set<number>>();
  for (const { key, amount } of requests) if (amount !== undefined) addTo(amounts, key, amount);
  const calls = run.operations
    .filter(({ method, invokedSeq }) => method === 'pay' && invokedSeq >= 0)
    .map((operation) => readCall(operation, run));
  const arrivals = new Map<string, number>();
  for (const { seq, message } of run.trace.filter(ofKind('deliver'))) {
    if (message.answers !== undefined) arrivals.set(message.answers, seq);
  }
  const ids = new Map<number, Set<string>>();
  for (const { id, amount } of calls) addTo(ids, amount, id);
  return {
    calls,
    requests,
    decisions,
    idsOf: (amount) => ids.get(amount) ?? new Set(),
    covered: (amount) => covered.get(amount) === true,
    ownerOf(key, amount) {
      const first = requests.find((request) => request.key === key && request.amount === amount);
      if (first === undefined) return undefined;
      const open = new Set(calls.filter((c) => c.amount === amount && isOpen(c, first)).map((c) => c.id));
      return open.size === 1 ? [...open][0] : undefined;
    },
    amountsOf: (key) => amounts.get(key) ?? new Set(),
    troubles: readTroubles(run, requests),
    answeredSeq: ({ messageKey }) => arrivals.get(messageKey),
  };
}

function readCall(operation: Operation, run: Run): Call {
  const payment = operation.args[1];
  const { id, amount } = isJsonObject(payment) ? payment : {};
  const { status, value, invokedUs, returnedUs } = operation;
  return {
    operation,
    id: String(id),
    amount: Number(amount),
    answer: status === 'ok' && typeof value === 'string' ? value : undefined,
    settledUs: returnedUs ?? Infinity,
    ...stopwatch(run, SHOP, invokedUs),
  };
}

/** What a request of the shop to the bank asks; nothing for other messages. */
function bankCallOf({ seq, atUs, node, message }: EventOf<'send'>): BankCall[] {
  if (node !== SHOP || message.kind !== 'request') return [];
  const { op, key, amount } = isJsonObject(message.body) ? message.body : {};
  return [
    {
      seq,
      atUs,
      messageKey: message.key,
      op: typeof op === 'string' ? op : '',
      key: typeof key === 'string' ? key : '',
      amount: op === 'pay' ? numberOf(amount) : undefined,
    },
  ];
}

function numberOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** Whether the call was under way when the request was sent; the instant at which it settled still belongs to it. */
export function isOpen({ operation, settledUs }: Call, { seq, atUs }: BankCall): boolean {
  return operation.invokedSeq < seq && atUs <= settledUs;
}

function addTo<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, new Set([value]));
  else values.add(value);
}

// ---- good stretches

/** Faults of the bank and its links that last. */
const LASTING: ReadonlySet<string> = new Set(['crash', 'pause', 'partition', 'slow-link']);

/**
 * When an exchange with the bank might fail: cuts and slow links, the bank down or paused, and the instants at which
 * exchanges began that lost a message or had one held up. When in doubt it is trouble: then less is asked for.
 */
function readTroubles(run: Run, requests: readonly BankCall[]): Stretch[] {
  const { at, between } = disturbancesIn(run);
  const begun = new Map(requests.map(({ messageKey, atUs }) => [messageKey, atUs]));
  const answered = new Map(
    run.trace
      .filter(ofKind('send'))
      .flatMap(({ message: { key, answers } }) => (answers === undefined ? [] : [[key, answers]])),
  );
  const hit = [
    ...run.trace.filter(ofKind('lost')).flatMap(({ why, message }) => (why === 'drop' ? [message.key] : [])),
    ...run.faults.flatMap((fault) => (fault.kind === 'delay' ? [fault.message] : [])),
  ];
  const points = hit.flatMap((key) => begun.get(answered.get(key) ?? key) ?? []);
  return [
    ...[...at(BANK), ...between(SHOP, BANK)].filter(({ kind }) => LASTING.has(kind)),
    ...points.map((us) => ({ fromUs: us, untilUs: us })),
  ];
}

/** The stretches without trouble within a call, up to the last instant that counts. In true µs. */
export function calmStretches({ operation, instantUs }: Call, troubles: readonly Stretch[]): Stretch[] {
  return calmWithin({ fromUs: operation.invokedUs, untilUs: instantUs(STRETCH_BY_MS) }, troubles);
}
