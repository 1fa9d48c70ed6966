/**
 * @breaks sound
 * @misconception A node has one request open at a time.
 */
import type { Classification, Trace, Violation } from 'partial-failure/safety-and-liveness';

export function uniqueness({ events }: Trace): Violation | undefined {
  const seen = new Map<number, number>();
  for (let i = 0; i < events.length; i++) {
    const event = events[i]!;
    if (event.type !== 'response' || !event.granted) continue;
    if (seen.has(event.token)) return { event: i };
    seen.set(event.token, i);
  }
  return undefined;
}

export function monotonicity({ events }: Trace): Violation | undefined {
  const before = new Map<string, number>(); // by node
  let greatest = -1;
  for (let i = 0; i < events.length; i++) {
    const event = events[i]!;
    if (event.type === 'request') before.set(event.node, greatest);
    if (event.type !== 'response' || !event.granted) continue;
    if (event.token <= before.get(event.node)!) return { event: i };
    greatest = Math.max(greatest, event.token);
  }
  return undefined;
}

export function availability({ events, end }: Trace, { bound }: { bound: number }): Violation | undefined {
  for (let i = 0; i < events.length; i++) {
    const request = events[i]!;
    if (request.type !== 'request' || request.at + bound >= end) continue;
    const later = events.slice(i + 1).filter(({ at }) => at <= request.at + bound);
    const answered = later.some((e) => e.type === 'response' && e.id === request.id);
    const crashed = later.some((e) => e.type === 'crash' && e.node === request.node);
    if (!answered && !crashed) return { event: i };
  }
  return undefined;
}

export const classification: Classification = {
  p1: 'safety',
  p2: 'liveness',
  p3: 'safety',
  p4: 'liveness',
  p5: 'safety',
  p6: 'liveness',
  p7: 'safety',
  p8: 'liveness',
};
