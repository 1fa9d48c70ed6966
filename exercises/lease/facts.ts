import { isJsonObject, ofKind, ofRun, type Json, type Operation, type Run } from 'partial-failure/kit';
import { FREED, HOLDERS, OWNED, SERVICE } from './peers.ts';

/** Who owns the lock from an event on, by the service's own count. */
export interface Ownership {
  readonly seq: number;
  readonly fromUs: number;
  readonly owner: string;
  readonly lease: string;
  readonly endUs: number;
  /** Until something else was noted. */
  readonly untilUs: number;
}

/** A question, and the answer at that instant. */
export interface Held {
  readonly operation: Operation;
  readonly atUs: number;
  readonly seq: number;
  readonly node: string;
  readonly said: boolean;
}

/** A request that a holder sent. */
export interface Asked {
  readonly seq: number;
  readonly atUs: number;
  readonly key: string;
  readonly body: Json;
  readonly arrivedUs: number | undefined;
}

/** What the service said to a request, when it reached the holder for the first time. */
export interface Answered {
  readonly seq: number;
  readonly atUs: number;
  readonly sentUs: number;
  readonly granted: boolean;
  readonly lease: string;
  readonly ttlMs: number;
}

/** A call of `acquire`, `renew` or `release`, with what it sent. */
export interface Call {
  readonly operation: Operation;
  readonly method: string;
  readonly node: string;
  readonly seq: number;
  readonly atUs: number;
  readonly sent: readonly Asked[];
  readonly answer: Answered | undefined;
}

export interface Facts {
  readonly owned: readonly Ownership[];
  readonly held: readonly Held[];
  readonly calls: readonly Call[];
  /** What was sent outside every call. */
  readonly unasked: readonly { readonly seq: number; readonly node: string; readonly body: Json }[];
  readonly pauses: readonly { readonly node: string; readonly fromUs: number; readonly untilUs: number }[];
}

export const factsOf: (run: Run) => Facts = ofRun(({ trace, operations }: Run): Facts => {
  const notes = trace.filter(ofKind('note')).filter(({ node }) => node === SERVICE);
  const owned = notes.flatMap(({ seq, atUs, name, data }, i): Ownership[] => {
    if (name !== OWNED || !isJsonObject(data)) return [];
    const freed = notes.slice(i + 1).find((note) => note.name === OWNED || note.name === FREED);
    return [
      {
        seq,
        fromUs: atUs,
        owner: String(data['owner']),
        lease: String(data['lease']),
        endUs: Number(data['endUs']),
        untilUs: freed?.atUs ?? Infinity,
      },
    ];
  });
  const sends = trace
    .filter(ofKind('send'))
    .filter(({ node }) => HOLDERS.some((holder) => holder === node))
    .map(({ seq, atUs, node, message, cause }) => ({ seq, atUs, node, message, cause }));
  const arrivals = trace.filter(ofKind('deliver'));
  const asked = ({ seq, atUs, message }: (typeof sends)[number]): Asked => ({
    seq,
    atUs,
    key: message.key,
    body: message.body,
    arrivedUs: arrivals.find((event) => event.message.key === message.key)?.atUs,
  });
  const answerOf = (key: string, node: string): Answered | undefined => {
    const event = arrivals.find((one) => one.node === node && one.message.answers === key);
    if (event === undefined || !isJsonObject(event.message.body)) return undefined;
    const { granted, lease, ttlMs } = event.message.body;
    const left = trace.find((one) => one.kind === 'send' && one.message.key === event.message.key);
    return {
      seq: event.seq,
      atUs: event.atUs,
      sentUs: left?.atUs ?? event.atUs,
      granted: granted === true,
      lease: typeof lease === 'string' ? lease : '',
      ttlMs: typeof ttlMs === 'number' ? ttlMs : 0,
    };
  };
  // What a call sends, it sends in its turn: the invocation is the cause of the send.
  const inTurn = new Set<number>();
  const calls = operations
    .filter(({ method, status }) => method !== 'held' && status !== 'refused')
    .map((operation): Call => {
      const { invokedSeq, invokedUs, method, node } = operation;
      const own = sends.filter((send) => send.node === node && send.cause === invokedSeq);
      for (const { seq } of own) inTurn.add(seq);
      const sent = own.map(asked);
      const [first] = sent;
      return {
        operation,
        method,
        node,
        seq: invokedSeq,
        atUs: invokedUs,
        sent,
        answer: first === undefined ? undefined : answerOf(first.key, node),
      };
    })
    .sort((a, b) => a.seq - b.seq);
  return {
    owned,
    held: operations.flatMap((operation): Held[] => {
      const { method, status, invokedUs, returnedUs, returnedSeq, invokedSeq, value, node } = operation;
      const isAtOnce = method === 'held' && status === 'ok' && invokedUs === returnedUs;
      return isAtOnce
        ? [{ operation, atUs: invokedUs, seq: returnedSeq ?? invokedSeq, node, said: value === true }]
        : [];
    }),
    calls,
    unasked: sends
      .filter(({ seq }) => !inTurn.has(seq))
      .map(({ seq, node, message }) => ({ seq, node, body: message.body })),
    pauses: trace.filter(ofKind('pause')).map(({ node, atUs, untilUs }) => ({ node, fromUs: atUs, untilUs })),
  };
});
