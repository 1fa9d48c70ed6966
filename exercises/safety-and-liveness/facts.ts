/**
 * The three properties as the brief states them, by brute force: for each event the definition itself is looked up,
 * with no state carried along. Quadratic and worse, and nothing that a learner would write.
 */
import type { Event, Trace } from './contract.ts';

export type Judge = 'uniqueness' | 'monotonicity' | 'availability';

type Grant = Event & { type: 'response' };

const isGrant = (event: Event): event is Grant => event.type === 'response' && event.granted;

/** The event that a judge has to point at; `undefined` when the trace keeps the property. */
export function owed(judge: Judge, { events, end }: Trace, bound: number): number | undefined {
  const breaks: Record<Judge, (event: Event, index: number) => boolean> = {
    uniqueness: (event, i) =>
      isGrant(event) &&
      events.some(
        (other, j) => j < i && isGrant(other) && other.id !== event.id && other.token === event.token,
      ),
    monotonicity: (event, i) =>
      isGrant(event) &&
      events.some(
        (request, r) =>
          r < i &&
          request.type === 'request' &&
          request.id === event.id &&
          events.some((other, j) => j < r && isGrant(other) && other.token >= event.token),
      ),
    availability: (event, i) =>
      event.type === 'request' &&
      event.at + bound < end &&
      !events.some(
        (other, j) =>
          j > i &&
          other.at <= event.at + bound &&
          ((other.type === 'response' && other.id === event.id) ||
            (other.type === 'crash' && other.node === event.node)),
      ),
  };
  const found = events.findIndex(breaks[judge]);
  return found < 0 ? undefined : found;
}

/** Which of the eight statements is which. */
export const CLASSES = {
  p1: 'safety',
  p2: 'liveness',
  p3: 'safety',
  p4: 'liveness',
  p5: 'safety',
  p6: 'liveness',
  p7: 'safety',
  p8: 'liveness',
} as const;
