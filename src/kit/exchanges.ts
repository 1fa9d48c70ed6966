/** Who asked whom what, when it was delivered, and what was answered when: read off a trace. */
import type { Json, NodeId } from '../api.ts';
import type { Run } from '../explore/scenario.ts';
import type { MessageKey } from '../sim/fault.ts';
import { ofKind, type Message, type TraceEvent } from '../sim/trace.ts';
import { ofRun, ofRunAt } from './of-run.ts';

/** A place in a trace: the event's `seq` and its instant of true time, in µs. */
export interface Mark {
  readonly seq: number;
  readonly us: number;
}

/** Where an event stands. */
export function markOf(event: Pick<TraceEvent, 'seq' | 'atUs'>): Mark {
  return { seq: event.seq, us: event.atUs };
}

const byNode = ofRun((run) => {
  const events = new Map<NodeId, TraceEvent[]>();
  for (const event of run.trace) {
    const own = events.get(event.node);
    if (own === undefined) events.set(event.node, [event]);
    else own.push(event);
  }
  return events;
});

/** What happened at a node, in order. */
export function eventsAt(run: Run, node: NodeId): readonly TraceEvent[] {
  return byNode(run).get(node) ?? [];
}

/** One delivery of a request at a node, and the answer that the node sent to it. */
export interface Exchange<Body = Json> {
  readonly key: MessageKey;
  readonly from: NodeId;
  readonly body: Body;
  /** 0 for the first copy. A second copy is an exchange of its own. */
  readonly copy: number;
  readonly incarnation: number;
  readonly delivered: Mark;
  /** Absent when none was sent: its handler still runs, has thrown, or was cut by a crash. */
  answer?: { readonly body: Json; readonly sent: Mark };
}

/** All deliveries of requests at a node, in order. */
export const exchangesAt: (run: Run, node: NodeId) => readonly Exchange[] = ofRunAt((run, node) => {
  const found: Exchange[] = [];
  const byReply = new Map<MessageKey, Exchange>();
  for (const event of eventsAt(run, node)) {
    if (event.kind === 'deliver' && event.message.kind === 'request') {
      const { message, copy, incarnation } = event;
      const { key, from, body } = message;
      const exchange: Exchange = { key, from, body, copy, incarnation, delivered: markOf(event) };
      found.push(exchange);
      byReply.set(`reply ${key}${copy === 0 ? '' : ` copy ${copy}`}`, exchange);
    } else if (event.kind === 'send' && event.message.kind === 'reply') {
      const exchange = byReply.get(event.message.key);
      if (exchange !== undefined) exchange.answer ??= { body: event.message.body, sent: markOf(event) };
    }
  }
  return found;
});

/** A request that a node sent, and the first answer that reached it in the same incarnation. */
export interface Asked<Body = Json> {
  readonly key: MessageKey;
  readonly to: NodeId;
  readonly body: Body;
  readonly incarnation: number;
  readonly sent: Mark;
  /** When the turn began in which it was sent: a pause may lie between the two. */
  readonly turnUs: number;
  answer?: { readonly body: Json; readonly arrived: Mark };
}

/** All requests that a node sent, in order. */
export const askedBy: (run: Run, node: NodeId) => readonly Asked[] = ofRunAt((run, node) => {
  const found: Asked[] = [];
  const byKey = new Map<MessageKey, Asked>();
  for (const event of eventsAt(run, node)) {
    if (event.kind === 'send' && event.message.kind === 'request') {
      const { key, to, body } = event.message;
      const turnUs = run.trace[event.cause]?.atUs ?? event.atUs;
      const one: Asked = { key, to, body, incarnation: event.incarnation, sent: markOf(event), turnUs };
      found.push(one);
      byKey.set(key, one);
    } else if (event.kind === 'deliver' && event.message.kind === 'reply') {
      const one = byKey.get(event.message.answers ?? '');
      if (one !== undefined) one.answer ??= { body: event.message.body, arrived: markOf(event) };
    }
  }
  return found;
});

const requests = ofRun(
  (run) =>
    new Map(
      run.trace
        .filter(ofKind('send'))
        .filter(({ message }) => message.kind === 'request')
        .map(({ message }) => [message.key, message]),
    ),
);

/** The request that a reply answers. */
export function requestOf(run: Run, { answers = '' }: Message): Message | undefined {
  return requests(run).get(answers);
}
