import {
  deepEqualJson,
  hasFinished,
  isJsonObject,
  ofKind,
  ofRun,
  type EventOf,
  type Json,
  type NodeId,
  type Operation,
  type Run,
} from 'partial-failure/kit';

/** An answer that reached a client, with what was asked. */
export interface Answer {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly body: Json;
  readonly request: Json;
  readonly askedSeq: number;
  readonly seq: number;
  readonly isLie: boolean;
}

/** A read that gave something. */
export interface Read {
  readonly operation: Operation;
  readonly value: Json;
  readonly returnedSeq: number;
  /** The last write that had finished before it began. */
  readonly last: Operation | undefined;
  /** Whether the value is that of a write that had begun, or `null`. */
  readonly isTrue: boolean;
  /** Whether it is the value of `last`, or of a later write; where there is no `last`, so it is in any case. */
  readonly isFresh: boolean;
  /** What the replicas told this client meanwhile, asked what they hold. */
  readonly answers: readonly Answer[];
}

export const readsOf: (run: Run) => readonly Read[] = ofRun((run) => {
  const writes = run.operations.filter(({ method, invokedSeq }) => method === 'write' && invokedSeq >= 0);
  return run.operations.flatMap((operation): Read[] => {
    const { method, status, returnedSeq, invokedSeq, value = null } = operation;
    if (method !== 'read' || status !== 'ok' || returnedSeq === undefined) return [];
    const begun = writes.filter((write) => write.invokedSeq < returnedSeq);
    const last = begun
      .filter((write) => hasFinished(write, run) && (write.returnedSeq ?? Infinity) < invokedSeq)
      .at(-1);
    const mine = begun.filter((write) => deepEqualJson(write.args[0] ?? null, value));
    return [
      {
        operation,
        value,
        returnedSeq,
        last,
        isTrue: value === null || mine.length > 0,
        isFresh: last === undefined || mine.some((write) => write.invokedSeq >= last.invokedSeq),
        answers: answersTo(run, operation.node, invokedSeq, returnedSeq).filter(
          ({ request }) => opOf(request) === 'read',
        ),
      },
    ];
  });
});

/** All answers that reached clients, in order. */
const answersOf: (run: Run) => readonly Answer[] = ofRun((run) => {
  const lies = new Set(run.trace.filter(ofKind('lie')).map(({ message }) => message.key));
  const sent = new Map<string, EventOf<'send'>>();
  const found: Answer[] = [];
  for (const event of run.trace) {
    if (event.kind === 'send' && event.message.kind === 'request') sent.set(event.message.key, event);
    if (event.kind !== 'deliver' || event.message.kind !== 'reply') continue;
    const { from, to, body, key, answers = '' } = event.message;
    const request = sent.get(answers);
    if (request === undefined) continue;
    const isLie = lies.has(key);
    found.push({
      from,
      to,
      body,
      isLie,
      seq: event.seq,
      askedSeq: request.seq,
      request: request.message.body,
    });
  }
  return found;
});

/** What a client was told between two events. */
export function answersTo(run: Run, client: NodeId, fromSeq: number, untilSeq: number): readonly Answer[] {
  return answersOf(run).filter(({ to, seq }) => to === client && seq > fromSeq && seq < untilSeq);
}

export function opOf(request: Json): Json {
  return isJsonObject(request) ? (request['op'] ?? null) : null;
}
