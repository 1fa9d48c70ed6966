import type { NodeId } from '../api.ts';
import { RateClock, SECOND_US } from '../sim/clock.ts';
import type { RecordedRun } from './recorded-run.ts';

/** How a node's clocks differ from true time. */
export interface ClockState {
  /** How much more than true time its time-of-day clock shows. */
  readonly aheadUs: number;
}

/** What a node's time-of-day clock shows more than true time, by the instant. */
export function clockOf(run: RecordedRun, node: NodeId): (atUs: number) => ClockState {
  const start = run.nodes.find(({ id }) => id === node)?.clockAtStart;
  const clock = new RateClock(0, start?.aheadUs ?? 0, start?.realMicros ?? SECOND_US);
  for (const event of run.events) {
    if (event.node !== node) continue;
    const { atUs } = event;
    if (event.kind === 'clock-step') clock.change({ atUs, stepUs: event.byMs * 1000 });
    else if (event.kind === 'clock-rate') clock.change({ atUs, realMicros: event.realMicros });
    else if (event.kind === 'leap-second' && event.smearSeconds > 0) clock.smear(atUs, event.smearSeconds);
    else if (event.kind === 'leap-second') clock.change({ atUs, stepUs: -SECOND_US });
  }
  return (atUs) => ({ aheadUs: clock.at(atUs) - atUs });
}
