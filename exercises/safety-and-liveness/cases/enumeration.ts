import type { Event, Trace } from '../contract.ts';

/** How a request of an enumeration ends: not at all, with a grant, with a refusal. */
type Outcome = { readonly granted: boolean; readonly token: number } | undefined;

const OUTCOMES: readonly Outcome[] = [
  undefined,
  { granted: true, token: 0 },
  { granted: true, token: 1 },
  { granted: true, token: 2 },
  { granted: false, token: 1 },
];

/**
 * Every order of up to so many requests and their answers, with every outcome of each and every choice between two
 * nodes. Requests go by the order in which they were sent; tokens are 0, 1 and 2, a refusal names 1.
 */
export function everyOrder(requests: number): Trace[] {
  const traces: Trace[] = [];
  type Step = { readonly request: number; readonly outcome?: Outcome };
  const go = (steps: readonly Step[], sent: number, open: readonly number[]): void => {
    if (steps.length > 0) for (const nodes of choices(sent)) traces.push(toTrace(steps, nodes));
    if (sent < requests) go([...steps, { request: sent }], sent + 1, [...open, sent]);
    for (const request of open)
      for (const outcome of OUTCOMES)
        if (outcome !== undefined)
          go(
            [...steps, { request, outcome }],
            sent,
            open.filter((one) => one !== request),
          );
  };
  go([], 0, []);
  return traces;

  function toTrace(steps: readonly Step[], nodes: readonly string[]): Trace {
    const events = steps.map(({ request, outcome }, i): Event => {
      const base = { at: 10 * i, node: nodes[request] ?? 'a', id: `r${request}` };
      return outcome === undefined ? { ...base, type: 'request' } : { ...base, type: 'response', ...outcome };
    });
    return { events, end: 10 * steps.length };
  }
}

/** The nodes of so many requests: the first is a's, each of the others a's or b's. */
function choices(requests: number): string[][] {
  return Array.from({ length: 2 ** Math.max(0, requests - 1) }, (_, bits) =>
    Array.from({ length: requests }, (_unused, i) => (i > 0 && (bits >> (i - 1)) & 1 ? 'b' : 'a')),
  );
}

/**
 * Every trace of up to so many events out of requests, answers, crashes and restarts of two nodes, with every choice of
 * the times between them and until the end. The first event is a request of `a` at 0.
 */
export function everyTiming(events: number, gaps: readonly number[]): Trace[] {
  const traces: Trace[] = [];
  const go = (trace: readonly Event[], asked: number): void => {
    const last = trace.at(-1)?.at ?? 0;
    for (const gap of [0, ...gaps]) traces.push({ events: [...trace], end: last + gap });
    if (trace.length === events) return;
    for (const event of nextEvents(trace, asked))
      for (const gap of gaps)
        go([...trace, { ...event, at: last + gap }], asked + (event.type === 'request' ? 1 : 0));
  };
  go([{ at: 0, node: 'a', type: 'request', id: 'r0' }], 1);
  return traces;
}

/** What may come next: `at` is still to be said. */
function nextEvents(trace: readonly Event[], asked: number): Event[] {
  const down = new Set<string>();
  const open = new Map<string, string>();
  for (const event of trace) {
    if (event.type === 'request') open.set(event.id, event.node);
    else if (event.type === 'response') open.delete(event.id);
    else if (event.type === 'restart') down.delete(event.node);
    else {
      down.add(event.node);
      for (const [id, node] of open) if (node === event.node) open.delete(id);
    }
  }
  const at = 0;
  return ['a', 'b'].flatMap((node): Event[] =>
    down.has(node)
      ? [{ at, node, type: 'restart' }]
      : [
          { at, node, type: 'request', id: `r${asked}` },
          { at, node, type: 'crash' },
          ...[...open].flatMap(([id, requester]): Event[] =>
            requester === node
              ? [{ at, node, type: 'response', id, granted: asked % 2 === 0, token: asked }]
              : [],
          ),
        ],
  );
}
