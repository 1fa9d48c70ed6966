/** @approach One pass with open requests in the order of their deadlines; a pass from the end for the first repeated token. */
import type { Classification, Trace, Violation } from 'partial-failure/safety-and-liveness';

export function uniqueness(trace: Trace): Violation | undefined {
  const holders = new Map<number, number[]>();
  trace.events.forEach((event, i) => {
    if (event.type !== 'response' || event.granted === false) return;
    holders.set(event.token, [...(holders.get(event.token) ?? []), i]);
  });
  const seconds = [...holders.values()].flatMap((indices) => indices.slice(1, 2));
  return seconds.length > 0 ? { event: Math.min(...seconds) } : undefined;
}

export function monotonicity(trace: Trace): Violation | undefined {
  const requests: { id: string; floor: number }[] = [];
  const tokens: number[] = [];
  let index = 0;
  for (const event of trace.events) {
    if (event.type === 'request') {
      requests.unshift({ id: event.id, floor: tokens.reduce((a, b) => Math.max(a, b), -1) });
    } else if (event.type === 'response' && event.granted) {
      const floor = requests.find(({ id }) => id === event.id)?.floor ?? -1;
      if (floor >= event.token) return { event: index };
      tokens.push(event.token);
    }
    index++;
  }
  return undefined;
}

export function availability({ events, end }: Trace, { bound }: { bound: number }): Violation | undefined {
  type Open = { id: string; node: string; index: number; deadline: number };
  let open: Open[] = []; // in the order of their deadlines, which is that of the requests
  for (let index = 0; index <= events.length; index++) {
    const event = events[index];
    const [oldest] = open;
    const now = event?.at ?? end;
    if (oldest !== undefined && now > oldest.deadline) return { event: oldest.index };
    if (event === undefined) break;
    if (event.type === 'request')
      open.push({ id: event.id, node: event.node, index, deadline: event.at + bound });
    if (event.type === 'response') open = open.filter(({ id }) => id !== event.id);
    if (event.type === 'crash') open = open.filter(({ node }) => node !== event.node);
  }
  return undefined;
}

export const classification: Classification = {
  p8: 'liveness',
  p7: 'safety',
  p6: 'liveness',
  p5: 'safety',
  p4: 'liveness',
  p3: 'safety',
  p2: 'liveness',
  p1: 'safety',
};
