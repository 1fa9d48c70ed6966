import { SECOND_US } from './clock.ts';
import { toMicros } from './fault.ts';
import type { Span, Surroundings } from './topology.ts';

/** What a keyed draw is for: the first part of its key, after the seed. */
export const enum Draw {
  Delay = 1,
  Disk,
  Random,
  Rate,
  Monotonic,
  Offset,
  Ties,
  File,
  Torn,
  Sync,
  Lean,
}

/** A clock's rate: true µs that pass while it shows one second. */
export function drawRate(surroundings: Surroundings, draw: number): number {
  const { driftPpm, rates } = surroundings;
  switch (rates) {
    case 'true':
      return SECOND_US;
    case 'fast':
      return SECOND_US - driftPpm;
    case 'slow':
      return SECOND_US + driftPpm;
    case 'drawn':
      return SECOND_US + spread(draw, driftPpm);
  }
}

/** An integer in [-bound, bound]. */
export function spread(draw: number, bound: number): number {
  return (draw % (2 * bound + 1)) - bound;
}

/** A duration in µs out of a span. */
export function within({ minMs, maxMs }: Span, draw: number): number {
  const min = toMicros(minMs);
  return min + (draw % (toMicros(maxMs) - min + 1));
}
