import type { Layout } from './layout.ts';
import { alongOf } from './layout.ts';
import type { Arrow, Model } from './model.ts';

/** An arrow's line, in px along and across. */
export interface ArrowLine {
  readonly fromAlong: number;
  readonly fromAcross: number;
  readonly toAlong: number;
  readonly toAcross: number;
}

/** How far a message gets that is lost on its way, or is still on it. */
const LOST_AT = 0.56;
/** A lost message's slope, when there is none to take it from. */
const USUAL_SLOPE = 14;

/** Where the line of an arrow runs. A message to oneself leaves its lane and comes back. */
export function lineOf(layout: Layout, arrow: Arrow, usualFlight: number): ArrowLine {
  const { fate } = arrow;
  const fromAlong = alongOf(layout, fate.sentUs);
  const fromAcross = layout.laneAt[arrow.from] ?? 0;
  const target = layout.laneAt[arrow.to] ?? 0;
  if (fate.end === 'lost' || fate.end === 'flying') {
    return {
      fromAlong,
      fromAcross,
      toAlong: fromAlong + Math.min(34, usualFlight) * LOST_AT,
      toAcross: fromAcross + (target - fromAcross) * LOST_AT,
    };
  }
  return { fromAlong, fromAcross, toAlong: alongOf(layout, fate.endUs), toAcross: target };
}

/** What a message that arrives usually takes, in px along. */
export function usualFlight(layout: Layout, model: Model): number {
  return model.flightUs === 0 ? USUAL_SLOPE : model.flightUs * layout.scale.density;
}
