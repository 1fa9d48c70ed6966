import {
  canonicalJson,
  deepEqualJson,
  ofKind,
  type EventOf,
  type Finding,
  type Json,
  type NodesChecks,
  type Operation,
  type Run,
  type TraceEvent,
} from 'partial-failure/kit';
import { ROOM_MS } from './room.ts';

/*
 * What is judged, and what is not:
 * - All times are by the asker's own monotonic clock, from the instant of the call. Within `ROOM_MS` around the end both
 *   answers are right, so ties of a reply and a timer are never judged.
 * - A reply belongs to the request that it answers, a request to the call whose question it carries; equal questions are
 *   taken in the order of the calls. How a program keeps its calls apart is its own affair; calls that are equal in
 *   everything, their instant too, may ask in any order, so the first to end is taken for the first to get its reply.
 * - A reply whose value is "timeout" cannot be told from the word; then only the instant tells.
 * - Every property but `answers` counts as exercised only by calls that gave up when they should. So a program that waits
 *   for ever gets nothing for having sent one request, and one that gives up at once gets nothing for having given up.
 *   `answers` says "and only then", so a program that never gives up breaks it with its first late reply.
 */

const ASKER = 'asker';
/** Clocks count whole µs; two roundings stay far below this. */
const ROUNDING_MS = 2;

interface Reply {
  readonly seq: number;
  readonly value: Json;
  /** When it arrived, in ms of the asker's clock after the call. */
  readonly arrivedMs: number;
}

/** One call of `askWithin`. Times are in ms of the asker's monotonic clock, after the call. */
interface Call {
  readonly operation: Operation;
  readonly ms: number;
  readonly requests: readonly EventOf<'send'>[];
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

function check(run: Run): Finding[] {
  const { calls, strays } = readCalls(run);
  return [
    ...calls.flatMap((call) => [
      ...answers(call, calls, run),
      ...givesUp(call, run),
      ...ignoresLate(call, calls),
      ...asksOnce(call),
    ]),
    ...strays.map((event): Finding => ({
      property: 'one-request',
      status: 'broken',
      code: 'other-message',
      events: [event.seq],
      data: { to: event.message.to, body: event.message.body },
    })),
  ];
}

// ---- the properties

function answers(call: Call, calls: readonly Call[], run: Run): Finding[] {
  const { reply, gave, ms, settledMs, returnedSeq, operation } = call;
  const broken = (code: string, seq: number): Finding[] => [
    {
      property: 'answers',
      status: 'broken',
      code,
      events: [operation.invokedSeq, ...(reply === undefined ? [] : [reply.seq]), seq].filter((s) => s >= 0),
      data: {
        ms,
        arrivedMs: tidy(reply?.arrivedMs),
        settledMs: tidy(settledMs),
        gave: gave ?? null,
        reply: reply?.value ?? null,
      },
    },
  ];
  if (reply !== undefined && reply.arrivedMs <= ms - ROOM_MS) {
    if (operation.status === 'threw') return broken('threw', returnedSeq);
    if (gave === undefined) return broken('hangs-with-reply', overdueSeq(call, run));
    if (returnedSeq < reply.seq) return broken(gave === 'timeout' ? 'too-impatient' : 'made-up', returnedSeq);
    if (!deepEqualJson(gave, reply.value)) {
      return broken(gave === 'timeout' ? 'reply-not-given' : 'other-value', returnedSeq);
    }
    if (settledMs > reply.arrivedMs + ROOM_MS + ROUNDING_MS) return broken('kept-back', returnedSeq);
    return [{ property: 'answers', status: 'held' }];
  }
  if (gave === undefined || gave === 'timeout') return [];
  const ownReply = reply !== undefined && returnedSeq > reply.seq && deepEqualJson(gave, reply.value);
  if (ownReply) return reply.arrivedMs > ms + ROOM_MS ? broken('late-reply-given', returnedSeq) : [];
  // Some other value. What a sleep gives is not meant as an answer: that belongs to gives-up.
  return replyOfAnother(call, calls) === undefined ? [] : broken('reply-of-another-call', returnedSeq);
}

function givesUp(call: Call, run: Run): Finding[] {
  const { reply, gave, ms, settledMs, watchedMs, returnedSeq, operation } = call;
  if (reply !== undefined && reply.arrivedMs <= ms - ROOM_MS) return [];
  const broken = (code: string, seq: number): Finding[] => [
    {
      property: 'gives-up',
      status: 'broken',
      code,
      events: [operation.invokedSeq, seq].filter((s) => s >= 0),
      data: { ms, settledMs: tidy(settledMs), gave: gave ?? null },
    },
  ];
  if (operation.status === 'threw') return broken('threw', returnedSeq);
  if (gave === undefined) {
    return watchedMs > ms + ROOM_MS + ROUNDING_MS ? broken('hangs', overdueSeq(call, run)) : [];
  }
  if (settledMs > ms + ROOM_MS + ROUNDING_MS) return broken('too-late', returnedSeq);
  if (gave === 'timeout') {
    if (settledMs < ms - ROOM_MS - ROUNDING_MS) return broken('too-early', returnedSeq);
    return [{ property: 'gives-up', status: 'held' }];
  }
  const ownReply = reply !== undefined && returnedSeq > reply.seq && deepEqualJson(gave, reply.value);
  return ownReply ? [] : broken('other-word', returnedSeq);
}

function ignoresLate(call: Call, calls: readonly Call[]): Finding[] {
  const { reply, ms, gave, returnedSeq, operation } = call;
  if (reply === undefined || reply.arrivedMs <= ms + ROOM_MS) return [];
  const broken = (code: string, seq: number): Finding[] => [
    {
      property: 'late-reply-ignored',
      status: 'broken',
      code,
      events: [operation.invokedSeq, reply.seq, seq],
      data: { ms, arrivedMs: tidy(reply.arrivedMs), reply: reply.value },
    },
  ];
  if (
    gave !== undefined &&
    gave !== 'timeout' &&
    returnedSeq > reply.seq &&
    deepEqualJson(gave, reply.value)
  ) {
    return broken('given-by-its-call', returnedSeq);
  }
  const thief = calls.find((other) => other !== call && replyOfAnother(other, calls) === call);
  if (thief !== undefined) return broken('given-by-a-later-call', thief.returnedSeq);
  return call.gaveUpInTime ? [{ property: 'late-reply-ignored', status: 'held' }] : [];
}

function asksOnce({ requests, operation, ms, settledMs, watchedMs, gaveUpInTime }: Call): Finding[] {
  const [, second] = requests;
  if (second !== undefined) {
    return [
      {
        property: 'one-request',
        status: 'broken',
        code: 'asked-again',
        events: requests.map(({ seq }) => seq).slice(0, 2),
        data: { requests: requests.length },
      },
    ];
  }
  if (requests.length === 0) {
    const over = settledMs < Infinity || watchedMs > ms + ROOM_MS;
    const events = [operation.invokedSeq, operation.returnedSeq ?? operation.invokedSeq];
    return over ? [{ property: 'one-request', status: 'broken', code: 'not-asked', events }] : [];
  }
  return gaveUpInTime ? [{ property: 'one-request', status: 'held' }] : [];
}

/** The call whose reply this one gave instead of its own. */
function replyOfAnother(
  { gave, reply, returnedSeq, operation }: Call,
  calls: readonly Call[],
): Call | undefined {
  if (gave === undefined || gave === 'timeout') return undefined;
  if (reply !== undefined && reply.seq < returnedSeq && deepEqualJson(gave, reply.value)) return undefined;
  return calls.find(
    (other) =>
      other.operation !== operation &&
      other.reply !== undefined &&
      other.reply.seq < returnedSeq &&
      deepEqualJson(other.reply.value, gave),
  );
}

// ---- reading the run

function readCalls(run: Run): { calls: Call[]; strays: EventOf<'send'>[] } {
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
  const micros = run.nodes.find(({ id }) => id === ASKER)?.realMicros ?? 1_000_000;
  const calls = operations.map((operation): Call => {
    const shown = (us: number): number => ((us - operation.invokedUs) / micros) * 1000;
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

function overdueSeq({ operation }: Call, run: Run): number {
  const note = run.trace
    .filter(ofKind('note'))
    .find(({ name, data }) => name === 'overdue' && deepEqualJson(data, { op: operation.id }));
  return note?.seq ?? -1;
}

function tidy(ms: number | undefined): number {
  return ms === undefined || ms === Infinity ? -1 : Math.round(ms);
}

// ---- words

function explain({ property, code, data = {} }: Finding): string {
  const ms = `${Number(data['ms'])} ms`;
  const settled = `${Number(data['settledMs'])} ms`;
  const arrived = `${Number(data['arrivedMs'])} ms`;
  const gave = show(data['gave'] ?? null);
  const reply = show(data['reply'] ?? null);
  switch (`${property} ${code}`) {
    case 'answers threw':
      return `The call rejected although its reply had come in time. It must never reject.`;
    case 'answers hangs-with-reply':
      return `The reply came after ${arrived}, well within ${ms}, and the call never resolved.`;
    case 'answers too-impatient':
      return `The call gave up after ${settled}. It had ${ms}, and its reply came after ${arrived}.`;
    case 'answers made-up':
      return `The call gave ${gave} after ${settled}, before its reply had come.`;
    case 'answers reply-not-given':
      return `The reply ${reply} came after ${arrived}, within ${ms}, but the call gave "timeout".`;
    case 'answers other-value':
      return `The reply was ${reply}, but the call gave ${gave}.`;
    case 'answers kept-back':
      return `The reply came after ${arrived}, but the call gave it only after ${settled}.`;
    case 'answers late-reply-given':
      return `The reply came after ${arrived}, when the ${ms} were over, and the call gave it all the same.`;
    case 'answers reply-of-another-call':
      return `The call gave ${gave}, which is the reply to another call.`;
    case 'gives-up threw':
      return `The call rejected. Without a reply it must resolve with "timeout".`;
    case 'gives-up hangs':
      return `No reply came within ${ms}, and the call was still open when its time was up: it hangs.`;
    case 'gives-up too-late':
      return `No reply came within ${ms}, but the call ended only after ${settled}.`;
    case 'gives-up too-early':
      return `The call gave "timeout" after ${settled}. It had ${ms}, and a reply might still have come.`;
    case 'gives-up other-word':
      return gave === 'null'
        ? `After ${settled}, without a reply in time, the call gave null or undefined, not "timeout".`
        : `After ${settled}, without a reply in time, the call gave ${gave}, not "timeout".`;
    case 'late-reply-ignored given-by-its-call':
      return `The reply came after ${arrived}, too late for a call with ${ms}, and was given all the same.`;
    case 'late-reply-ignored given-by-a-later-call':
      return `The reply ${reply} came too late for its call, and another call gave it as its own.`;
    case 'one-request asked-again':
      return `The call sent ${Number(data['requests'])} requests. It may ask once.`;
    case 'one-request not-asked':
      return `The call ended without having sent its question.`;
    case 'one-request other-message':
      return `A message was sent that is no question of an open call: ${show(data['body'] ?? null)} to ${String(data['to'])}.`;
    default:
      return `${property} was broken.`;
  }
}

function tell(event: TraceEvent, run: Run): string | undefined {
  switch (event.kind) {
    case 'invoke': {
      const [to, question, ms] = event.args;
      return `askWithin was called: ask ${String(to)} ${show(question ?? null)}, wait at most ${Number(ms)} ms.`;
    }
    case 'send':
      if (event.message.kind === 'reply') return undefined;
      return `${event.node} ${event.message.kind === 'request' ? 'asked' : 'sent a message to'} ${event.message.to}: ${show(event.message.body)}.`;
    case 'deliver': {
      const { message } = event;
      if (message.kind !== 'reply') return undefined;
      return `The reply ${show(message.body)} of ${message.from} arrived.`;
    }
    case 'return':
      return `The call (${about(event.op, run)}) gave ${show(event.value)}.`;
    case 'throw':
      return `The call (${about(event.op, run)}) rejected: ${event.text}`;
    case 'note':
      if (event.name !== 'overdue') return undefined;
      return `The time of the call was up, and it was still open.`;
    case 'log':
      return `${event.node} noted: ${event.text}${event.details === undefined ? '' : ` ${show(event.details)}`}`;
    default:
      return undefined;
  }
}

function about(op: number, run: Run): string {
  const [to, question] = run.operations[op]?.args ?? [];
  return `${show(question ?? null)} to ${String(to)}`;
}

function show(value: Json): string {
  const text = canonicalJson(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}

export default { check, explain, tell } satisfies NodesChecks;
