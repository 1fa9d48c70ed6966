import { isJsonObject, ofKind, type EventOf, type Json, type Operation, type Run } from 'partial-failure/kit';
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

/** One call of `pay`. */
export interface Call {
  readonly operation: Operation;
  readonly id: string;
  readonly amount: number;
  readonly answer: string | undefined;
  /** `Infinity` while it is open. */
  readonly settledUs: number;
  /** Milliseconds of the shop's monotonic clock from the call to an instant. */
  readonly shownMs: (us: number) => number;
  /** The true instant at which the shop's clock shows so many ms since the call. */
  readonly instantUs: (ms: number) => number;
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
  readonly troubles: readonly Trouble[];
  /** `seq` of the arrival of the first answer to a request. */
  readonly answeredSeq: (request: BankCall) => number | undefined;
}

/** A time in which an exchange with the bank may fail: the whole of it is no part of a good stretch. In µs. */
export interface Trouble {
  readonly fromUs: number;
  readonly untilUs: number;
}

const cache = new WeakMap<Run, Facts>();

export function factsOf(run: Run): Facts {
  const known = cache.get(run);
  if (known !== undefined) return known;
  const facts = readFacts(run);
  cache.set(run, facts);
  return facts;
}

function readFacts(run: Run): Facts {
  const micros = run.nodes.find(({ id }) => id === SHOP)?.realMicros ?? 1_000_000;
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
    .map((operation) => readCall(operation, micros));
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

function readCall(operation: Operation, micros: number): Call {
  const payment = operation.args[1];
  const { id, amount } = isJsonObject(payment) ? payment : {};
  const { status, value, invokedUs, returnedUs } = operation;
  return {
    operation,
    id: String(id),
    amount: Number(amount),
    answer: status === 'ok' && typeof value === 'string' ? value : undefined,
    settledUs: returnedUs ?? Infinity,
    shownMs: (us) => ((us - invokedUs) * 1000) / micros,
    instantUs: (ms) => invokedUs + (ms * micros) / 1000,
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

/**
 * When an exchange with the bank might fail: cuts and slow links, the bank down or paused, and the instants at which
 * exchanges began that lost a message or had one held up. When in doubt it is trouble: then less is asked for.
 */
function readTroubles(run: Run, requests: readonly BankCall[]): Trouble[] {
  const troubles: Trouble[] = [];
  const begun = new Map(requests.map(({ messageKey, atUs }) => [messageKey, atUs]));
  const point = (messageKey: string): void => {
    const atUs = begun.get(messageKey);
    if (atUs !== undefined) troubles.push({ fromUs: atUs, untilUs: atUs });
  };
  const answered = new Map<string, string>();
  let downSinceUs: number | undefined;
  for (const event of run.trace) {
    switch (event.kind) {
      case 'send':
        if (event.message.answers !== undefined) answered.set(event.message.key, event.message.answers);
        break;
      case 'lost':
        if (event.why === 'drop') point(event.message.answers ?? event.message.key);
        break;
      case 'partition':
      case 'slow-link':
        if (event.links.some((link) => link === `${SHOP}>${BANK}` || link === `${BANK}>${SHOP}`)) {
          troubles.push({ fromUs: event.atUs, untilUs: event.untilUs });
        }
        break;
      case 'pause':
        if (event.node === BANK) troubles.push({ fromUs: event.atUs, untilUs: event.untilUs });
        break;
      case 'crash':
        if (event.node === BANK) downSinceUs ??= event.atUs;
        break;
      case 'started':
        if (event.node === BANK && downSinceUs !== undefined) {
          troubles.push({ fromUs: downSinceUs, untilUs: event.atUs });
          downSinceUs = undefined;
        }
        break;
      default:
    }
  }
  if (downSinceUs !== undefined) troubles.push({ fromUs: downSinceUs, untilUs: Infinity });
  for (const fault of run.faults) {
    if (fault.kind === 'delay') point(answered.get(fault.message) ?? fault.message);
  }
  return troubles.sort((a, b) => a.fromUs - b.fromUs);
}

/** The longest stretches without trouble within a call, up to the last instant that counts. In true µs. */
export function calmStretches(call: Call, troubles: readonly Trouble[]): Trouble[] {
  const endUs = call.instantUs(STRETCH_BY_MS);
  const calm: Trouble[] = [];
  let fromUs = call.operation.invokedUs;
  for (const trouble of troubles) {
    if (trouble.fromUs >= endUs) break;
    if (trouble.fromUs > fromUs) calm.push({ fromUs, untilUs: trouble.fromUs });
    fromUs = Math.max(fromUs, trouble.untilUs);
  }
  if (fromUs < endUs) calm.push({ fromUs, untilUs: endUs });
  return calm;
}
