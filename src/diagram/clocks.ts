import type { NodeId } from '../api.ts';
import type { RecordedRun } from './recorded-run.ts';

const SECOND_US = 1_000_000;

/** How a node's clocks differ from true time. */
export interface ClockState {
  /** How much further its time-of-day clock has moved than true time since the run began. Its offset then is unknown. */
  readonly aheadUs: number;
  /** True µs that pass while it shows a second. */
  readonly realMicros: number;
}

/** What a node's time-of-day clock shows more than true time, by the instant, as far as the trace tells. */
export function clockOf(run: RecordedRun, node: NodeId): (atUs: number) => ClockState {
  const final = run.nodes.find(({ id }) => id === node)?.realMicros ?? SECOND_US;
  const changes = run.events.filter(
    (event) => (event.kind === 'clock-rate' || event.kind === 'clock-step') && event.node === node,
  );
  // The rate at the start is told only when it never changes.
  const first = changes.some(({ kind }) => kind === 'clock-rate') ? SECOND_US : final;
  return (atUs) => {
    let realMicros = first;
    let sinceUs = 0;
    let aheadUs = 0;
    const drifted = (untilUs: number): number => {
      const real = untilUs - sinceUs;
      return (real * SECOND_US) / realMicros - real;
    };
    for (const event of changes) {
      if (event.atUs > atUs) break;
      aheadUs += drifted(event.atUs);
      sinceUs = event.atUs;
      if (event.kind === 'clock-step') aheadUs += event.byMs * 1000;
      else if (event.kind === 'clock-rate') realMicros = event.realMicros;
    }
    return { aheadUs: Math.round(aheadUs + drifted(atUs)), realMicros };
  };
}
