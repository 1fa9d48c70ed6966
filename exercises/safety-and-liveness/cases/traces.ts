import type { Prng } from 'partial-failure/kit';
import type { Event, Trace } from '../contract.ts';

/** Whether a value is a trace as the brief says it: also one from a token that somebody wrote, or one made smaller. */
export function isTrace(value: unknown): value is Trace {
  if (typeof value !== 'object' || value === null || !('events' in value) || !('end' in value)) return false;
  const { events, end } = value;
  if (!Array.isArray(events) || !events.every(isEvent) || !isWhole(end)) return false;
  const open = new Map<string, string>();
  const asked = new Set<string>();
  const down = new Set<string>();
  let before = -1;
  for (const event of events) {
    const { at, node } = event;
    if (at <= before) return false;
    before = at;
    if (event.type === 'restart') {
      if (!down.delete(node)) return false;
      continue;
    }
    if (down.has(node)) return false;
    if (event.type === 'crash') {
      down.add(node);
      for (const [id, requester] of open) if (requester === node) open.delete(id);
    } else if (event.type === 'request') {
      if (asked.has(event.id)) return false;
      asked.add(event.id);
      open.set(event.id, node);
    } else {
      if (open.get(event.id) !== node) return false;
      open.delete(event.id);
    }
  }
  return end >= before;
}

function isEvent(value: unknown): value is Event {
  if (typeof value !== 'object' || value === null || !('at' in value) || !('node' in value)) return false;
  if (!('type' in value) || !isWhole(value.at) || typeof value.node !== 'string') return false;
  if (value.type === 'crash' || value.type === 'restart') return true;
  if (!('id' in value) || typeof value.id !== 'string') return false;
  if (value.type === 'request') return true;
  if (value.type !== 'response' || !('granted' in value) || !('token' in value)) return false;
  return typeof value.granted === 'boolean' && isWhole(value.token);
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** Whether a crash, or the end, falls on the very instant at which a request's bound ends: the brief excludes it. */
export function isOnTheEdge({ events, end }: Trace, bound: number): boolean {
  return events.some(
    (request) =>
      request.type === 'request' &&
      (request.at + bound === end ||
        events.some(
          ({ type, at, node }) => type === 'crash' && node === request.node && at === request.at + bound,
        )),
  );
}

/** Smaller traces: without a request and its answer, without an answer, without a crash and the restart after it. */
export function smallerTraces(trace: Trace): Trace[] {
  const { events, end } = trace;
  const without = (gone: (event: Event, i: number) => boolean): Trace => ({
    events: events.filter((event, i) => !gone(event, i)),
    end,
  });
  const found = events.map((event, i) => {
    if (event.type === 'request') return without((other) => 'id' in other && other.id === event.id);
    if (event.type !== 'crash') return without((_other, j) => i === j);
    const restart = events.findIndex(
      ({ type, node }, j) => j > i && type === 'restart' && node === event.node,
    );
    return without((_other, j) => j === i || j === restart);
  });
  const first = events[0]?.at ?? 0;
  if (first > 0)
    found.push({ events: events.map((event) => ({ ...event, at: event.at - first })), end: end - first });
  return found;
}

/** What goes on in a recorded run. */
export interface Recording {
  readonly nodes: readonly string[];
  readonly requests: number;
  /** In a hundred requests, so many get no answer. */
  readonly lostPercent: number;
  /** The longest a message takes, in ms. */
  readonly slowestMs: number;
  readonly crashes: number;
  /** The first token. */
  readonly from: number;
  /** Ids as their owners write them. */
  readonly id: (request: number) => string;
}

/**
 * Runs a token service with its clients, and records what the observer sees: one service, which counts tokens up and
 * refuses while somebody holds the lease; messages that take their time, overtake each other and get lost; nodes that
 * crash and come back. All that a trace shows came about in this way.
 */
export function record(draw: Prng, recording: Recording): Trace {
  const { nodes, requests, lostPercent, slowestMs, crashes, from, id } = recording;
  type Plan = { readonly at: number; readonly event: (at: number) => Event; readonly node: string };
  const span = requests * 60;
  const downs = Array.from({ length: crashes }, () => {
    const at = draw.int(1, span);
    return { node: draw.pick(nodes), at, until: at + draw.int(20, 400) };
  }).filter(
    ({ node, at, until }, i, all) =>
      !all.slice(0, i).some((other) => other.node === node && other.at <= until && at <= other.until),
  );
  const isDown = (node: string, at: number): boolean =>
    downs.some((down) => down.node === node && down.at <= at && at <= down.until);
  const plans: Plan[] = downs.flatMap(({ node, at, until }) => [
    { at, node, event: (t: number): Event => ({ at: t, node, type: 'crash' }) },
    { at: until, node, event: (t: number): Event => ({ at: t, node, type: 'restart' }) },
  ]);
  const asked = Array.from({ length: requests }, (_, i) => {
    const at = draw.int(0, span);
    return { i, node: draw.pick(nodes), at, arrives: at + draw.int(1, slowestMs) };
  }).filter(({ node, at }) => !isDown(node, at));
  let token = from;
  let heldUntil = -1;
  // The service answers in the order in which requests arrive, which need not be the one in which they were sent.
  for (const { i, node, at, arrives } of [...asked].sort((a, b) => a.arrives - b.arrives || a.i - b.i)) {
    plans.push({ at, node, event: (t) => ({ at: t, node, type: 'request', id: id(i) }) });
    const granted = arrives > heldUntil;
    if (granted) {
      token++;
      heldUntil = arrives + draw.int(0, 90);
    }
    const answer = token;
    const back = arrives + draw.int(1, slowestMs);
    const cut = downs.some((down) => down.node === node && down.at >= at && down.at <= back);
    if (cut || draw.int(0, 99) < lostPercent) continue;
    plans.push({
      at: back,
      node,
      event: (t) => ({ at: t, node, type: 'response', id: id(i), granted, token: answer }),
    });
  }
  // One clock that never shows the same time twice. A request comes before its answer: sorting is stable.
  let last = -1;
  const events = [...plans]
    .sort((a, b) => a.at - b.at)
    .map(({ at, event }) => {
      last = Math.max(at, last + 1);
      return event(last);
    });
  return { events, end: last + draw.int(0, 2 * slowestMs) };
}

/** Plants something in a trace that a service without faults would not have done. What it breaks, the oracle says. */
export function plant(draw: Prng, { events, end }: Trace): Trace {
  const answers = events.flatMap((event, i) => (event.type === 'response' ? [i] : []));
  if (answers.length < 2) return { events, end };
  const at = draw.pick(answers);
  const other = events[draw.pick(answers)];
  const kind = draw.pick(['same', 'less', 'lost', 'granted', 'swapped']);
  const token = other?.type === 'response' ? other.token : 0;
  const planted = events.flatMap((event, i): Event[] => {
    if (event.type !== 'response') return [event];
    switch (kind) {
      case 'same':
        return [i === at ? { ...event, granted: true, token } : event];
      case 'less':
        return [i === at ? { ...event, token: Math.max(0, event.token - draw.int(1, 3)) } : event];
      case 'lost':
        return i === at ? [] : [event];
      case 'granted':
        return [i === at ? { ...event, granted: !event.granted } : event];
      default:
        return [
          i === at ? { ...event, token } : event === other ? { ...event, token: event.token + 1 } : event,
        ];
    }
  });
  return { events: planted, end };
}
