import type { Json, NodeId } from '../api.ts';
import { canonicalJson } from '../util/canonical.ts';
import { hashString } from '../util/prng.ts';
import type { LinkKey, MessageKey } from './fault.ts';

/** One message on its way. `copy` is 0 for the original and counts up for duplicates. */
export interface Message {
  readonly key: MessageKey;
  readonly kind: 'send' | 'request' | 'reply';
  readonly from: NodeId;
  readonly to: NodeId;
  readonly body: Json;
  /** For replies: the key of the request that this answers. */
  readonly answers?: MessageKey;
}

/** What every event of a trace has. */
export interface EventBase {
  /** Position in the trace, from 0. */
  readonly seq: number;
  /** True (virtual) time in µs since the start of the run. */
  readonly atUs: number;
  /** The node it happened at; `""` for the world itself (partitions, the scenario's script). */
  readonly node: NodeId;
  readonly incarnation: number;
  /** `seq` of the event that brought this about, or -1. */
  readonly cause: number;
  /** Line in the learner's file that was running, or 0. */
  readonly line: number;
}

/** What happened; the payload of an event. */
export type EventBody =
  | { readonly kind: 'boot' }
  | { readonly kind: 'started' }
  | { readonly kind: 'send'; readonly message: Message }
  | { readonly kind: 'deliver'; readonly message: Message; readonly copy: number }
  | {
      readonly kind: 'lost';
      readonly message: Message;
      readonly copy: number;
      readonly why: LossCause;
    }
  /** `message` is what goes on its way in place of what was sent. */
  | { readonly kind: 'corrupt'; readonly message: Message }
  | { readonly kind: 'lie'; readonly how: 'equivocate' | 'forge' | 'replay'; readonly message: Message }
  | { readonly kind: 'log'; readonly text: string; readonly details?: Json }
  | { readonly kind: 'error'; readonly text: string; readonly where: string }
  | { readonly kind: 'invoke'; readonly op: number; readonly method: string; readonly args: readonly Json[] }
  | { readonly kind: 'return'; readonly op: number; readonly value: Json }
  | { readonly kind: 'throw'; readonly op: number; readonly text: string }
  | {
      readonly kind: 'crash';
      readonly openWrites: number;
      readonly openWritesDone: number;
      /** Only when calls into the file were not synced: what the crash left of the file, in bytes. */
      readonly file?: { readonly unsyncedCalls: number; readonly bytesLost: number; readonly torn: boolean };
      readonly losesDisk?: true;
    }
  | { readonly kind: 'pause'; readonly untilUs: number }
  | { readonly kind: 'clock-step'; readonly byMs: number }
  | { readonly kind: 'clock-rate'; readonly realMicros: number }
  | { readonly kind: 'slow-disk'; readonly untilUs: number; readonly byMs: number }
  | { readonly kind: 'partition'; readonly links: readonly LinkKey[]; readonly untilUs: number }
  | {
      readonly kind: 'slow-link';
      readonly links: readonly LinkKey[];
      readonly untilUs: number;
      readonly byMs: number;
    }
  | {
      readonly kind: 'burst-loss';
      readonly links: readonly LinkKey[];
      readonly untilUs: number;
      readonly percent: number;
    }
  | { readonly kind: 'silence'; readonly untilUs: number }
  | { readonly kind: 'small-inbox'; readonly untilUs: number; readonly capacity: number }
  | { readonly kind: 'slow-node'; readonly untilUs: number; readonly byMs: number }
  /** `smearSeconds` is 0 for a step. */
  | { readonly kind: 'leap-second'; readonly smearSeconds: number }
  | { readonly kind: 'no-sync'; readonly untilUs: number }
  | { readonly kind: 'heal'; readonly links: readonly LinkKey[] }
  | { readonly kind: 'disk-write'; readonly key: string; readonly value: Json }
  | { readonly kind: 'disk-durable'; readonly key: string; readonly value: Json }
  | { readonly kind: 'disk-read'; readonly key: string; readonly value: Json | undefined }
  | { readonly kind: 'file-append'; readonly bytes: readonly number[] }
  | { readonly kind: 'file-truncate'; readonly length: number }
  /** A `sync` has ended: what was called before it is durable. */
  | { readonly kind: 'file-synced' }
  | { readonly kind: 'file-read'; readonly length: number }
  | { readonly kind: 'timer'; readonly sinceUs: number }
  /** What the methods that are read of this node gave at the end of a turn, where that is new; `null` for one that threw. */
  | { readonly kind: 'shows'; readonly values: { readonly [method: string]: Json } }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Json[] }
  | { readonly kind: 'note'; readonly name: string; readonly data: Json };

/**
 * Why a message was lost: dropped by a fault, cut link, burst of losses, silent sender; receiver down, or its queue full;
 * a reply to an earlier incarnation.
 */
export type LossCause = 'drop' | 'partition' | 'burst' | 'silence' | 'down' | 'overflow' | 'stale';

/** One entry of a run's trace: in order of true time. */
export type TraceEvent = EventBase & EventBody;

/** The events of one kind. */
export type EventOf<K extends EventBody['kind']> = EventBase & Extract<EventBody, { kind: K }>;

/** Narrows an event to a kind, for `filter`. */
export function ofKind<K extends EventBody['kind']>(
  kind: K,
): (event: TraceEvent) => event is TraceEvent & EventOf<K> {
  return (event): event is TraceEvent & EventOf<K> => event.kind === kind;
}

/**
 * A text hash of a trace, equal in every engine: it covers kind, node, instant and canonical payload, and
 * leaves out what engines word differently (messages of errors) and lines.
 *
 * @param before the hash of the traces that came before this one, for a hash of several
 */
export function traceHash(trace: readonly TraceEvent[], before = ''): string {
  let low = hashString(before, 0x9e3779b9);
  let high = hashString(before, 0x85ebca6b);
  for (const event of trace) {
    const text = `${event.kind} ${event.node} ${event.incarnation} ${event.atUs} ${payloadText(event)}`;
    low = hashString(text, low);
    high = hashString(text, high ^ low);
  }
  return hex(high) + hex(low);
}

/** Whether two traces have the same {@link traceHash}, without working it out. */
export function sameTrace(a: readonly TraceEvent[], b: readonly TraceEvent[]): boolean {
  return (
    a.length === b.length &&
    a.every((one, i) => {
      const other = b[i];
      return (
        other?.kind === one.kind &&
        other.node === one.node &&
        other.incarnation === one.incarnation &&
        other.atUs === one.atUs &&
        payloadText(other) === payloadText(one)
      );
    })
  );
}

function hex(n: number): string {
  return (n >>> 0).toString(16).padStart(8, '0');
}

function payloadText(event: TraceEvent): string {
  switch (event.kind) {
    case 'error':
      return event.where;
    case 'throw':
      return String(event.op);
    case 'disk-read':
      return `${event.key} ${event.value === undefined ? '' : canonicalJson(event.value)}`;
    case 'send':
      return `${event.message.key} ${canonicalJson(event.message.body)}`;
    case 'deliver':
      return `${event.message.key} ${event.copy} ${canonicalJson(event.message.body)}`;
    case 'corrupt':
      return `${event.message.key} ${canonicalJson(event.message.body)}`;
    case 'lie':
      return `${event.how} ${event.message.key} ${canonicalJson(event.message.body)}`;
    case 'lost':
      return `${event.message.key} ${event.copy} ${event.why}`;
    default: {
      const {
        seq: _seq,
        atUs: _at,
        node: _node,
        incarnation: _incarnation,
        cause: _cause,
        line: _line,
        ...body
      } = event;
      return canonicalJson(body);
    }
  }
}

/** Stands for an event that may not be in the trace yet; `seq` is -1 until it is. */
export interface EventRef {
  seq: number;
}
