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
  readonly kind: EventBody['kind'];
  declare message?: Message;
  declare copy?: number;
  declare sinceUs?: number;

  constructor(
    seq: number,
    atUs: number,
    node: NodeId,
    incarnation: number,
    cause: number,
    line: number,
    kind: EventBody['kind'],
  ) {
    this.seq = seq;
    this.atUs = atUs;
    this.node = node;
    this.incarnation = incarnation;
    this.cause = cause;
    this.line = line;
    this.kind = kind;
  }
}

/**
 * Gives an event what it tells. For the kinds that come most often member by member: copying a whole object takes the
 * engine four times as long, and a class for each kind would make whoever reads `kind` slow.
 */
function fill(event: KeptEvent, body: EventBody): asserts event is KeptEvent & TraceEvent {
  switch (body.kind) {
    case 'send':
      event.message = body.message;
      return;
    case 'deliver':
      event.message = body.message;
      event.copy = body.copy;
      return;
    case 'timer':
      event.sinceUs = body.sinceUs;
      return;
    default:
      Object.assign(event, body);
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
  const event: KeptEvent = new KeptEvent(seq, atUs, node, incarnation, cause, line, body.kind);
  fill(event, body);
  return event;
}
