import {
  isJsonObject,
  type EventOf,
  type Finding,
  type Json,
  type Operation,
  type Run,
  type TraceEvent,
} from 'partial-failure/kit';
import { factsOf, members, type Facts } from './facts.ts';

/** Codes of the checks' findings in words. */
export function explain({ property, code, data = {} }: Finding): string {
  const at = String(data['at'] ?? '');
  const value = quoted(data['value'] ?? '');
  const gave = list(data['gave']);
  switch (code) {
    case 'threw':
      return `${String(data['method'])} threw at ${at}.`;
    case 'open':
      return `${String(data['method'])} at ${at} did not return. Every method returns at once.`;
    case 'malformed':
      return `get at ${at} did not give an object whose values are a list of texts.`;
    case 'lost':
      return `No write that ${at} knows of has replaced ${value}, but get at ${at} gave ${gave}.`;
    case 'twin-lost':
      return `${at} knows of several writes of ${value}, and one of them was replaced by none that it knows of, but get at ${at} gave ${gave}.`;
    case 'still-there':
      return `At ${at} itself ${value} was replaced by ${list(data['by'])}, but get at ${at} gave ${gave}.`;
    case 'came-back':
      return `${at} knows that ${value} was replaced by ${list(data['by'])}, but get at ${at} gave ${gave}.`;
    case 'unheard-of':
      return `get at ${at} gave ${gave}, but ${at} has never heard of a write of ${value}.`;
    case 'differ':
      return `After everybody had exchanged with everybody twice, get gave ${gave} at ${String(data['first'])} and ${list(data['otherGave'])} at ${String(data['second'])}.`;
    default:
      return `${property} was broken.`;
  }
}

/** A sentence for an event; `""` for one that is told by another. */
export function tell(event: TraceEvent, run: Run): string | undefined {
  switch (event.kind) {
    case 'invoke':
    case 'error':
      return '';
    case 'throw': {
      const operation = run.operations[event.op];
      return `${operation?.method ?? 'The call'} threw at ${event.node}: ${event.text}`;
    }
    case 'return':
      return tellReturn(event, run);
    case 'note':
      return event.name === 'meeting' ? 'Now everybody exchanges states with everybody, twice.' : undefined;
    default:
      return undefined;
  }
}

function tellReturn({ op, seq, node }: EventOf<'return'>, run: Run): string | undefined {
  const facts = factsOf(run);
  const operation = run.operations[op];
  if (operation === undefined) return undefined;
  const inMeeting = isInMeeting(seq, run);
  const passed = facts.passed.get(op);
  switch (operation.method) {
    case 'put': {
      const write = facts.writes.find((one) => one.operation.id === op);
      const struck = members(write?.replaces ?? 0n).map((place) => facts.writes[place]?.value ?? '');
      const effect = struck.length === 0 ? 'It replaces nothing.' : `It replaces ${list(struck)}.`;
      return `Put ${quoted(operation.args[1] ?? null)}${underKey(operation, run)} at ${node}, with ${originOf(passed, run)}. ${effect}`;
    }
    case 'get':
      return `Get${underKey(operation, run)} at ${node} gave ${given(operation)}.`;
    case 'state':
      return inMeeting ? '' : `The state of ${node} was taken. It knows of ${knownAfter(operation, facts)}.`;
    default: {
      if (inMeeting) return '';
      const when = passed === undefined ? '' : ` that ${passed.node} had at ${msOf(passed.returnedUs)}`;
      return `${node} merged the state${when}. It now knows of ${knownAfter(operation, facts)}.`;
    }
  }
}

function isInMeeting(seq: number, run: Run): boolean {
  const meeting = run.trace.find((event) => event.kind === 'note' && event.name === 'meeting');
  return meeting !== undefined && seq > meeting.seq;
}

/** Where a put's context came from. */
function originOf(passed: Operation | undefined, run: Run): string {
  if (passed === undefined) return 'no context';
  const what = passed.method === 'put' ? `the put of ${quoted(passed.args[1] ?? null)}` : 'the get';
  const several = run.operations.filter(({ method }) => method === passed.method).length > 1;
  const when = passed.method === 'put' && !several ? '' : ` at ${msOf(passed.returnedUs)}`;
  return `the context of ${what}${when} at ${passed.node}`;
}

function underKey({ args }: Operation, run: Run): string {
  const keys = new Set(run.operations.filter(({ method }) => method === 'put').map((one) => one.args[0]));
  return keys.size > 1 ? ` under the key ${quoted(args[0] ?? null)}` : '';
}

function given({ value }: Operation): string {
  return value !== undefined && isJsonObject(value) ? list(value['values']) : quoted(value ?? null);
}

function knownAfter({ id }: Operation, { knownAfter: known, writes }: Facts): string {
  const all = [...(known.get(id) ?? new Map<string, bigint>()).values()].flatMap((bits) => members(bits));
  if (all.length > 8) return `${all.length} writes`;
  return all.length === 0
    ? 'no writes'
    : list(all.sort((a, b) => a - b).map((place) => writes[place]?.value ?? ''));
}

function msOf(us: number | undefined): string {
  return `${String(Math.round((us ?? 0) / 1000)).replace(/\B(?=(\d{3})+$)/g, ',')} ms`;
}

function quoted(value: Json): string {
  return typeof value === 'string' ? `“${value}”` : JSON.stringify(value);
}

function list(values: Json | undefined): string {
  if (!Array.isArray(values)) return 'something that is no list';
  const texts = values.map((one: Json) => quoted(one));
  if (texts.length === 0) return 'nothing';
  return texts.length === 1 ? (texts[0] ?? '') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1) ?? ''}`;
}
