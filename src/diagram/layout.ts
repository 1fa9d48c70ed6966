import type { Model } from './model.ts';
import { createTimeScale, type TimeScale } from './time-scale.ts';

/** Which way time goes. */
export type Orientation = 'down' | 'across';

/** How much room there is, and how the reader looks at it. */
export interface LayoutOptions {
  readonly orientation: Orientation;
  readonly zoom: number;
  /** Px across the lanes. */
  readonly room: number;
}

/** Where things are. *Along* is along time, *across* is from lane to lane; both in px. */
export interface Layout extends LayoutOptions {
  readonly scale: TimeScale;
  /** Across, for each lane. */
  readonly laneAt: readonly number[];
  /** Distance of lanes. */
  readonly spacing: number;
  /** Size across, and along. */
  readonly breadth: number;
  readonly length: number;
  /** Room for the time axis, across. */
  readonly gutter: number;
  readonly fontSize: number;
  /** Mean width of a character. */
  readonly charWidth: number;
}

/** Room along time before the first and after the last event: where time goes across, for labels too. */
const START = { down: 26, across: 44 } as const;
const END = { down: 40, across: 120 } as const;

const GUTTER = { down: 64, across: 30 } as const;
const SPACING = { down: { min: 30, max: 280 }, across: { min: 70, max: 104 } } as const;
/** Room after the last lane for its labels, where time goes down: in a narrow picture, and in a wide one. */
const MARGIN = { narrow: 34, wide: 90 } as const;
const NARROW = 560;

/** Places lanes and time. */
export function layOut(model: Model, options: LayoutOptions): Layout {
  const { orientation, zoom, room } = options;
  const gutter = GUTTER[orientation];
  const { min, max } = SPACING[orientation];
  const lanes = Math.max(1, model.lanes.length);
  const margin = orientation === 'across' ? 0 : room < NARROW ? MARGIN.narrow : MARGIN.wide;
  const spacing = Math.min(max, Math.max(min, (room - gutter - margin) / lanes));
  const scale = createTimeScale(model.survey, zoom);
  const fontSize = orientation === 'down' && spacing < 90 ? 11.5 : 12.5;
  return {
    ...options,
    scale,
    laneAt: model.lanes.map((_, lane) => gutter + spacing * (lane + 0.5)),
    spacing,
    breadth:
      orientation === 'down' ? Math.max(room, gutter + spacing * lanes + margin) : gutter + spacing * lanes,
    length: START[orientation] + scale.length + END[orientation],
    gutter,
    fontSize,
    charWidth: fontSize * 0.53,
  };
}

/** Along, for an instant; what is outside the picture lies at its ends. */
export function alongOf({ scale, length, orientation }: Layout, us: number): number {
  return us === Infinity ? length : START[orientation] + scale.position(us);
}

/** The instant at a place along time. */
export function instantAt({ scale, orientation }: Layout, along: number): number {
  return scale.instant(along - START[orientation]);
}

/** x and y of a place. */
export function place({ orientation }: Layout, along: number, across: number): readonly [number, number] {
  return orientation === 'down' ? [across, along] : [along, across];
}

/** A place as path data. */
export function point(layout: Layout, along: number, across: number): string {
  const [x, y] = place(layout, along, across);
  return `${px(x)} ${px(y)}`;
}

/** A number of px, short. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/**
 * The zoom at which the whole run is so long, in px along, or as near to that as breaks allow.
 *
 * @param most the zoom that is not gone beyond
 */
export function zoomToFit(model: Model, orientation: Orientation, length: number, most = 40): number {
  let [low, high] = [0.001, most];
  const isTooLong = (zoom: number): boolean =>
    START[orientation] + createTimeScale(model.survey, zoom).length + END[orientation] > length;
  if (!isTooLong(high)) return high;
  for (let round = 0; round < 24; round++) {
    const middle = Math.sqrt(low * high);
    if (isTooLong(middle)) high = middle;
    else low = middle;
  }
  return low;
}
