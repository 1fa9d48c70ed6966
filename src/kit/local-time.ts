import type { NodeId } from '../api.ts';
import type { Run } from '../explore/scenario.ts';

/** A node's monotonic clock as a stopwatch, started at some instant. */
export interface Stopwatch {
  /** What it shows at an instant of true time (µs), in ms. */
  shownMs(us: number): number;
  /** The instant of true time, in µs, at which it shows so many ms. */
  instantUs(ms: number): number;
}

/**
 * A stopwatch by the node's own clock. Bounds that a program keeps by its clock are judged by the same clock.
 * For nodes whose clock keeps its rate: without faults of clock rates, and not beyond a restart.
 */
export function stopwatch(run: Run, node: NodeId, fromUs: number): Stopwatch {
  const micros = run.nodes.find(({ id }) => id === node)?.realMicros ?? 1_000_000;
  return {
    shownMs: (us) => ((us - fromUs) * 1000) / micros,
    instantUs: (ms) => fromUs + (ms * micros) / 1000,
  };
}
