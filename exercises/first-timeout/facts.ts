import {
  canonicalJson,
  deepEqualJson,
  ofKind,
  stopwatch,
  type EventOf,
  type Json,
  type Operation,
  type Run,
} from 'partial-failure/kit';
import { ROOM_MS, ROUNDING_MS } from './bounds.ts';

const ASKER = 'asker';

export interface Reply {
  readonly seq: number;
  readonly value: Json;
  /** When it arrived, in ms of the asker's clock after the call. */
  readonly arrivedMs: number;
}

/** One call of `askWithin`. Times are in ms of the asker's monotonic clock, after the call. */
export interface Call {
  readonly operation: Operation;
  readonly ms: number;
  readonly requests: readonly EventOf<'send'>[];
  /** When the first of them was sent; `Infinity` when none was. */
  readonly askedMs: number;
  /** The first reply to its requests; later ones cannot count. */
  readonly reply: Reply | undefined;
  /** `Infinity` while it is open. */
  readonly settledMs: number;
  /** How long the run went on after the call. */
  readonly watchedMs: number;
  /** What it gave; `undefined` when it is open or threw. */
  readonly gave: Json | undefined;
  readonly returnedSeq: number;
  /** It said "timeout", and when it should. */
  readonly gaveUpInTime: boolean;
}

/** The calls of a run, and the messages that belong to none of them. */
export function readCalls(run: Run): { calls: Call[]; strays: EventOf<'send'>[] } {
  const operations = run.operations.filter(
    ({ method, invokedSeq }) => method === 'askWithin' && invokedSeq >= 0,
  );
  const requestsOf = new Map<Operation, EventOf<'send'>[]>(operations.map((operation) => [operation, []]));
  const strays: EventOf<'send'>[] = [];
  const arrivals = new Map<string, EventOf<'deliver'>>();
  for (const event of run.trace) {
    if (event.node !== ASKER) continue;
    if (event.kind === 'send') {
      const owner = ownerOf(event, requestsOf);
      if (owner === undefined) strays.push(event);
      else requestsOf.get(owner)?.push(event);
    } else if (event.kind === 'deliver' && event.message.answers !== undefined) {
      arrivals.set(event.message.answers, event);
    }
  }
  for (const twins of twinsAmong(operations)) {
    const requests = twins.flatMap((operation) => requestsOf.get(operation) ?? []);
    if (twins.some((operation) => requestsOf.get(operation)?.length !== 1)) continue;
    const arrivalOf = ({ message }: EventOf<'send'>): number => arrivals.get(message.key)?.seq ?? Infinity;
    const byArrival = requests.sort((a, b) => compare(arrivalOf(a), arrivalOf(b)));
    [...twins]
      .sort((a, b) => compare(a.returnedSeq ?? Infinity, b.returnedSeq ?? Infinity))
      .forEach((operation, i) => requestsOf.set(operation, byArrival.slice(i, i + 1)));
  }
  const calls = operations.map((operation): Call => {
    const { shownMs: shown } = stopwatch(run, ASKER, operation.invokedUs);
    const ms = Number(operation.args[2]);
    const requests = requestsOf.get(operation) ?? [];
    const [arrival] = requests
      .flatMap(({ message }) => arrivals.get(message.key) ?? [])
      .sort((a, b) => a.seq - b.seq);
    const settledMs = operation.returnedUs === undefined ? Infinity : shown(operation.returnedUs);
    const gave = operation.status === 'ok' ? operation.value : undefined;
    return {
      operation,
      ms,
      requests,
      askedMs: Math.min(Infinity, ...requests.map(({ atUs }) => shown(atUs))),
      reply: arrival && { seq: arrival.seq, value: arrival.message.body, arrivedMs: shown(arrival.atUs) },
      settledMs,
      watchedMs: shown(run.endUs),
      gave,
      returnedSeq: operation.returnedSeq ?? -1,
      gaveUpInTime: gave === 'timeout' && Math.abs(settledMs - ms) <= ROOM_MS + ROUNDING_MS,
    };
  });
  return { calls, strays };
}

/**
 * The call that a request belongs to: the first open one with that question to that node which has not sent it yet.
 * A further request belongs to an open one, or else to the last that asked this.
 */
function ownerOf(
  { seq, message }: EventOf<'send'>,
  requestsOf: ReadonlyMap<Operation, readonly unknown[]>,
): Operation | undefined {
  if (message.kind !== 'request') return undefined;
  const same = [...requestsOf.keys()].filter(
    ({ args: [to, question], invokedSeq }) =>
      invokedSeq < seq &&
      to === message.to &&
      question !== undefined &&
      deepEqualJson(question, message.body),
  );
  const open = same.filter(({ returnedSeq }) => returnedSeq === undefined || returnedSeq > seq);
  return open.find((operation) => requestsOf.get(operation)?.length === 0) ?? open[0] ?? same.at(-1);
}

/** Groups of calls that are equal in their arguments and their instant. */
function twinsAmong(operations: readonly Operation[]): Operation[][] {
  const groups = new Map<string, Operation[]>();
  for (const operation of operations) {
    const key = canonicalJson([operation.invokedUs, ...operation.args]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [operation]);
    else group.push(operation);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}

/** Also where both are `Infinity`. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

/** Where the run notes that the call should have ended, or -1. */
export function overdueSeq({ operation }: Call, run: Run): number {
  const note = run.trace
    .filter(ofKind('note'))
    .find(({ name, data }) => name === 'overdue' && deepEqualJson(data, { op: operation.id }));
  return note?.seq ?? -1;
}
