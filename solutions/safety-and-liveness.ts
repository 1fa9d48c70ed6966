import type { Classification, Trace, Violation } from 'partial-failure/safety-and-liveness';

/**
 * The first grant whose token an earlier grant of another request had. Each request has at most one response, so an
 * earlier grant of the same token is always another request’s.
 */
export function uniqueness({ events }: Trace): Violation | undefined {
  const granted = new Set<number>();
  for (const [index, event] of events.entries()) {
    // A refusal names a token too: that of somebody else. It gives nothing away.
    if (event.type !== 'response' || !event.granted) continue;
    if (granted.has(event.token)) return { event: index };
    granted.add(event.token);
  }
  return undefined;
}

/** The first grant whose token is not greater than that of a grant received before its own request was sent. */
export function monotonicity({ events }: Trace): Violation | undefined {
  // Overlapping requests may be answered in any order. What a grant has to exceed is settled when its request is sent:
  // the greatest token received by then, by anybody. (Not the latest: that may be a smaller one.)
  let greatest = -Infinity;
  const toExceed = new Map<string, number>();
  for (const [index, event] of events.entries()) {
    if (event.type === 'request') {
      toExceed.set(event.id, greatest);
    } else if (event.type === 'response' && event.granted) {
      if (event.token <= (toExceed.get(event.id) ?? -Infinity)) return { event: index };
      greatest = Math.max(greatest, event.token);
    }
  }
  return undefined;
}

/** The first request that got no answer within the bound, though its node stayed up and the trace is long enough. */
export function availability({ events, end }: Trace, { bound }: { bound: number }): Violation | undefined {
  for (const [index, request] of events.entries()) {
    if (request.type !== 'request') continue;
    const deadline = request.at + bound;
    // An answer may still come after the end of the trace: it is too short to convict.
    if (deadline >= end) continue;
    const excused = events.slice(index + 1).some(
      (event) =>
        event.at <= deadline &&
        // "No" is an answer as well; and who has crashed waits for nothing any more.
        (event.type === 'response'
          ? event.id === request.id
          : event.type === 'crash' && event.node === request.node),
    );
    if (!excused) return { event: index };
  }
  return undefined;
}

/**
 * Safety: if it is broken, it is broken at some instant, and nothing later mends it. Liveness: whatever has happened so
 * far, it may still come true. A bound turns “eventually” into safety: when 200 ms are over, they are over.
 */
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
