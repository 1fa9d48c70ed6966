import {
  markOf,
  ofRunAt,
  ofRun,
  isJsonObject,
  type EventOf,
  type Json,
  type Mark,
  type Operation,
  type Run,
} from 'partial-failure/kit';
import { RHO, ROUNDING_US, USEFUL_PART } from './bounds.ts';
import { FREED, OWNED } from './peers.ts';

/** What the service knows of one lease: when it was owned, in true time. */
export interface Ownership {
  readonly owner: string;
  readonly lease: string;
  readonly fromUs: number;
  untilUs: number;
  /** Where its end was settled last: the grant that moved it, or its release. */
  seq: number;
  released: boolean;
}

/** Who owned the lock when, as the service saw it, in order. */
export const ownershipsIn: (run: Run) => readonly Ownership[] = ofRun((run) => {
  const found: Ownership[] = [];
  for (const event of run.trace) {
    if (event.kind !== 'note' || !isJsonObject(event.data)) continue;
    const last = found.at(-1);
    if (event.name === OWNED) {
      const owner = String(event.data['owner']);
      const lease = String(event.data['lease']);
      const untilUs = Number(event.data['endUs']);
      const isOpen = last !== undefined && !last.released && event.atUs < last.untilUs;
      // One that begins while another runs is its owner's own.
      if (isOpen && last.lease === lease) Object.assign(last, { untilUs, seq: event.seq });
      else {
        if (isOpen) last.untilUs = event.atUs;
        found.push({ owner, lease, fromUs: event.atUs, untilUs, seq: event.seq, released: false });
      }
    } else if (event.name === FREED && last !== undefined) {
      Object.assign(last, { untilUs: event.atUs, seq: event.seq, released: true });
    }
  }
  return found;
});

/** The lease that was running at an instant. */
export function ownedAt(run: Run, us: number): Ownership | undefined {
  return ownershipsIn(run).find(({ fromUs, untilUs }) => fromUs <= us && us < untilUs);
}

/** A call of `acquire`, `renew` or `release`, with what it sent and what was answered. */
export interface Call {
  readonly operation: Operation;
  readonly requests: EventOf<'send'>[];
  /** The first answer to the first of them that reached the holder, in so far as it is one. */
  answer?: { readonly granted: boolean; readonly lease: string; readonly ttlMs: number; readonly at: Mark };
  /** Ids that may be known when it is called; `null`: none. One that every program knows, or several where it is open. */
  readonly known: readonly (string | null)[];
  /** From then on a lease that was known may be forgotten: its time is over. */
  readonly knownUntilUs: number;
}

/** A grant that must be relied on, for a while. */
export interface Reliance {
  readonly call: Call;
  readonly grantedSeq: number;
  readonly ttlMs: number;
  readonly untilUs: number;
}

/** An answer of `held()` that was given in one instant. */
export interface Look {
  readonly operation: Operation;
  readonly atUs: number;
  readonly says: Json;
  /** The grant because of which it must say true. */
  readonly because: Reliance | undefined;
  /** The last release, where nothing has been granted since to a call that was made after it. */
  readonly released: Operation | undefined;
}

export interface Story {
  readonly calls: readonly Call[];
  readonly looks: readonly Look[];
  /** What was sent outside calls. */
  readonly strays: readonly EventOf<'send'>[];
  readonly throws: readonly Operation[];
}

/**
 * What one holder did and saw. Order is by `seq`: after a pause several calls share an instant.
 *
 * A grant must be relied on when no call was made between its call and its arrival (a program may be deaf to all but its
 * newest call), until a refusal arrives, a release is called, or a later call is granted.
 */
export const storyOf: (run: Run, holder: string) => Story = ofRunAt((run, holder) => {
  const calls = new Map<number, Call>();
  const byRequest = new Map<string, Call>();
  const looks: Look[] = [];
  const strays: EventOf<'send'>[] = [];
  const throws: Operation[] = [];
  const inOrder: Call[] = [];
  let known: (string | null)[] = [null];
  let surelyKnownUntilUs = 0;
  let reliance: Reliance | undefined;
  let released: Operation | undefined;
  const called = (operation: Operation): void => {
    if (operation.invokedUs >= surelyKnownUntilUs && !known.includes(null)) known = [...known, null];
    const call: Call = { operation, requests: [], known, knownUntilUs: surelyKnownUntilUs };
    calls.set(operation.invokedSeq, call);
    inOrder.push(call);
    if (operation.method !== 'release') return;
    known = [null];
    reliance = undefined;
    released = operation;
  };
  const answered = (call: Call, event: EventOf<'deliver'>): void => {
    const body = event.message.body;
    if (call.answer !== undefined || !isJsonObject(body) || call.operation.method === 'release') return;
    const granted = body['granted'] === true;
    const lease = String(body['lease'] ?? '');
    const ttlMs = Number(body['ttlMs'] ?? 0);
    call.answer = { granted, lease, ttlMs, at: markOf(event) };
    const later = inOrder.filter(({ operation }) => operation.invokedSeq > call.operation.invokedSeq);
    if (granted && (released === undefined || call.operation.invokedSeq > released.invokedSeq))
      released = undefined;
    if (!granted) {
      reliance = undefined;
      if (!known.includes(null)) known = [...known, null];
    } else if (later.length === 0) {
      const untilUs = call.operation.invokedUs + ttlMs * 1000 * USEFUL_PART * (1 - RHO) - ROUNDING_US;
      reliance = { call, grantedSeq: event.seq, ttlMs, untilUs };
      surelyKnownUntilUs = untilUs;
      known = [lease];
    } else if (!later.some(({ operation }) => operation.method === 'release')) {
      if (!known.includes(lease)) known = [...known, lease];
      if (reliance !== undefined && call.operation.invokedSeq > reliance.call.operation.invokedSeq)
        reliance = undefined;
    }
  };
  for (const event of run.trace) {
    if (event.node !== holder) continue;
    if (event.kind === 'invoke') {
      const operation = run.operations[event.op];
      if (operation === undefined) continue;
      if (operation.status === 'threw') throws.push(operation);
      if (operation.method !== 'held') called(operation);
      else if (operation.status === 'ok' && operation.returnedUs === event.atUs)
        looks.push({
          operation,
          atUs: event.atUs,
          says: operation.value ?? null,
          because: reliance !== undefined && event.atUs < reliance.untilUs ? reliance : undefined,
          released,
        });
    } else if (event.kind === 'send') {
      const call = calls.get(event.cause);
      if (call === undefined) strays.push(event);
      else {
        call.requests.push(event);
        byRequest.set(event.message.key, call);
      }
    } else if (event.kind === 'deliver' && event.message.answers !== undefined) {
      const call = byRequest.get(event.message.answers);
      if (call !== undefined) answered(call, event);
    }
  }
  return { calls: inOrder, looks, strays, throws };
});

/** How long a call's request and the answer to it were under way. */
export function travel(
  run: Run,
  { requests, answer }: Call,
): { thereUs: number; backUs: number } | undefined {
  const [request] = requests;
  const arrival = run.trace[answer?.at.seq ?? -1];
  if (request === undefined || arrival?.kind !== 'deliver') return undefined;
  const { key } = arrival.message;
  const left = run.trace.find((event) => event.kind === 'send' && event.message.key === key);
  return left && { thereUs: left.atUs - request.atUs, backUs: arrival.atUs - left.atUs };
}
