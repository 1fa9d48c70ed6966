/**
 * What a run keeps to its end, thousands of times: messages and events. Made by constructors, on purpose. Objects of a
 * literal that lived long in one run V8 allocates among the old ones in the next (pretenuring by allocation site); there
 * they outlive their run until a full collection, and keep alive what they refer to. The engine then takes up to twice
 * the time for an event. Objects of constructors are always young.
 */
import type { Json, NodeId } from '../api.ts';
import type { MessageKey } from './fault.ts';
import type { EventBase, EventBody, Message, TraceEvent } from './trace.ts';

class KeptMessage implements Message {
  readonly key: MessageKey;
  readonly kind: Message['kind'];
  readonly from: NodeId;
  readonly to: NodeId;
  readonly body: Json;
  declare readonly answers?: MessageKey;

  constructor(
    key: MessageKey,
    kind: Message['kind'],
    from: NodeId,
    to: NodeId,
    body: Json,
    answers: MessageKey | undefined,
  ) {
    this.key = key;
    this.kind = kind;
    this.from = from;
    this.to = to;
    this.body = body;
    if (answers !== undefined) this.answers = answers;
  }
}

class KeptEvent implements EventBase {
  readonly seq: number;
  readonly atUs: number;
  readonly node: NodeId;
  readonly incarnation: number;
  readonly cause: number;
  readonly line: number;

  constructor(seq: number, atUs: number, node: NodeId, incarnation: number, cause: number, line: number) {
    this.seq = seq;
    this.atUs = atUs;
    this.node = node;
    this.incarnation = incarnation;
    this.cause = cause;
    this.line = line;
  }
}

/** A message that leaves its sender. */
export function createMessage(
  key: MessageKey,
  kind: Message['kind'],
  from: NodeId,
  to: NodeId,
  body: Json,
  answers?: MessageKey,
): Message {
  return new KeptMessage(key, kind, from, to, body, answers);
}

/** An event of a trace: what each event has, and what this one tells. */
export function createEvent(
  seq: number,
  atUs: number,
  node: NodeId,
  incarnation: number,
  cause: number,
  line: number,
  body: EventBody,
): TraceEvent {
  return Object.assign(new KeptEvent(seq, atUs, node, incarnation, cause, line), body);
}
