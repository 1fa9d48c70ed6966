/** What data the events of a run are about: the keys that messages, operations and disks name. */
import type { Json } from '../api.ts';
import type { MessageKey } from '../sim/fault.ts';
import type { Message, TraceEvent } from '../sim/trace.ts';
import { isJsonObject } from '../util/canonical.ts';

/** Tells the keys that an event is about; most are about none. */
export type KeysOf = (event: TraceEvent) => readonly string[];

const NONE: readonly string[] = [];

/**
 * Looks over a run. A message is about the `key` in its body, a reply about that of its request; disk events about the
 * key on the disk; an operation about those of these that its arguments name.
 */
export function createKeysOf(events: readonly TraceEvent[]): KeysOf {
  const ofRequest = new Map<MessageKey, readonly string[]>();
  const ofOperation = new Map<number, readonly string[]>();
  const known = new Set<string>();
  const ofMessage = ({ body, answers }: Message): readonly string[] => {
    const own = keyIn(body);
    if (own.length > 0 || answers === undefined) return own;
    return ofRequest.get(answers) ?? NONE;
  };
  for (const event of events) {
    if (event.kind === 'send') {
      const keys = ofMessage(event.message);
      ofRequest.set(event.message.key, keys);
      for (const key of keys) known.add(key);
    } else if (isOnDisk(event)) known.add(event.key);
  }
  const named = (args: readonly Json[]): readonly string[] => [
    ...new Set(
      args
        .flatMap((arg) => (typeof arg === 'string' ? [arg] : keysWithin(arg)))
        .filter((key) => known.has(key)),
    ),
  ];
  for (const event of events) if (event.kind === 'invoke') ofOperation.set(event.op, named(event.args));
  return (event) => {
    switch (event.kind) {
      case 'send':
      case 'deliver':
      case 'lost':
        return ofMessage(event.message);
      case 'disk-write':
      case 'disk-durable':
      case 'disk-read':
        return [event.key];
      case 'invoke':
      case 'return':
      case 'throw':
        return ofOperation.get(event.op) ?? NONE;
      case 'call':
        return named(event.args);
      default:
        return NONE;
    }
  };
}

/** The keys that events name, in the order in which they come up. */
export function keysIn(events: readonly TraceEvent[]): string[] {
  return [...new Set(events.flatMap(createKeysOf(events)))];
}

function isOnDisk(
  event: TraceEvent,
): event is Extract<TraceEvent, { readonly kind: 'disk-write' | 'disk-durable' | 'disk-read' }> {
  return event.kind === 'disk-write' || event.kind === 'disk-durable' || event.kind === 'disk-read';
}

function keyIn(body: Json): readonly string[] {
  if (!isJsonObject(body)) return NONE;
  const { key } = body;
  return typeof key === 'string' ? [key] : NONE;
}

/** The `key` fields of a value, however deep. */
function keysWithin(value: Json): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(keysWithin);
  return isJsonObject(value) ? [...keyIn(value), ...Object.values(value).flatMap(keysWithin)] : NONE;
}
