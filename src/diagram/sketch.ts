import { alongOf } from './layout.ts';
import { buildModel } from './model.ts';
import type { RecordedRun } from './recorded-run.ts';
import { createScene } from './scene.ts';

/** A run drawn so small that only its shape is seen: path data within {@link SKETCH_SIZE}. */
export interface Sketch {
  readonly lanes: string;
  readonly arrows: string;
  /** Messages that were lost or late, and nodes that were paused or down. */
  readonly faults: string;
}

/** Px of a sketch: across the lanes, and along time. */
export const SKETCH_SIZE = { across: 60, along: 60 } as const;

/** Draws a run small. The first and the last event lie at its ends. */
export function sketchOf(run: RecordedRun): Sketch {
  const model = buildModel(run);
  const { layout, arrows, bands } = createScene(model, { orientation: 'down', zoom: 1, room: 320 });
  const [first, last] = [model.events[0]?.atUs ?? 0, model.events.at(-1)?.atUs ?? 0];
  const start = alongOf(layout, first);
  const stretch = (SKETCH_SIZE.along - 4) / Math.max(1, alongOf(layout, last) - start);
  const lanes = model.lanes.length;
  const left = layout.laneAt[0] ?? 0;
  const y = (along: number): string => short(2 + Math.max(0, Math.min(1e6, along - start)) * stretch);
  const squeeze = (SKETCH_SIZE.across - 8) / Math.max(1, layout.spacing * (lanes - 1));
  const x = (across: number): string =>
    short(lanes < 2 ? SKETCH_SIZE.across / 2 : 4 + (across - left) * squeeze);
  const line = ({ line: one }: (typeof arrows)[number]): string =>
    `M${x(one.fromAcross)} ${y(one.fromAlong)}L${x(one.toAcross)} ${y(one.toAlong)}`;
  const isFault = ({ arrow: { fate } }: (typeof arrows)[number]): boolean =>
    fate.late || fate.corrupted || fate.copy > 0 || fate.end === 'lost' || fate.end === 'stopped';
  return {
    lanes: layout.laneAt.map((across) => `M${x(across)} 0V${SKETCH_SIZE.along}`).join(''),
    arrows: arrows
      .filter((one) => !isFault(one))
      .map(line)
      .join(''),
    faults: [
      ...arrows.filter(isFault).map(line),
      ...bands
        .filter(({ what }) => what.kind === 'pause' || what.kind === 'down')
        .map(
          ({ what, from, to }) =>
            `M${x(layout.laneAt[what.lane] ?? 0)} ${y(from)}V${y(Math.min(to, alongOf(layout, last)))}`,
        ),
    ].join(''),
  };
}

function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}
