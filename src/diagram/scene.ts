import { lineOf, usualFlight, type ArrowLine } from './geometry.ts';
import { createLabels, type Labels } from './labels.ts';
import { alongOf, layOut, type Layout, type LayoutOptions } from './layout.ts';
import type { Arrow, Band, Mark, Model, Weather } from './model.ts';

/** An arrow with its place. */
export interface PlacedArrow {
  readonly arrow: Arrow;
  readonly line: ArrowLine;
  /** How far from the lane it ends, so that its head is seen. */
  readonly clear: number;
}

/** Something on a lane with its span along. */
export interface PlacedSpan<T> {
  readonly what: T;
  readonly from: number;
  readonly to: number;
}

/** A mark with its place along. */
export interface PlacedMark {
  readonly mark: Mark;
  readonly along: number;
  readonly across: number;
  /** Drawn: of several at one place only the one that says most, and bars, which go with any. */
  readonly onTop: boolean;
}

/** A model with everything in its place, for one size and zoom. What is seen of it is drawn by `draw`. */
export interface Scene {
  readonly model: Model;
  readonly layout: Layout;
  readonly arrows: readonly PlacedArrow[];
  readonly marks: readonly PlacedMark[];
  readonly bands: readonly PlacedSpan<Band>[];
  readonly weather: readonly PlacedSpan<Weather>[];
  readonly labels: Labels;
}

/** Places everything once, so that scrolling only chooses. */
export function createScene(model: Model, options: LayoutOptions): Scene {
  const layout = layOut(model, options);
  const flight = usualFlight(layout, model);
  const spanOf = <T extends { readonly fromUs: number; readonly untilUs: number }>(
    what: T,
  ): PlacedSpan<T> => ({
    what,
    from: alongOf(layout, what.fromUs),
    to: Math.min(layout.length, what.untilUs >= lastUs ? layout.length : alongOf(layout, what.untilUs)),
  });
  const lastUs = model.endUs + 1;
  return {
    model,
    layout,
    arrows: model.arrows.map((arrow, index) => ({
      arrow,
      line: lineOf(layout, arrow, flight),
      clear: model.clear[index] ?? 0,
    })),
    marks: model.marks.map((mark, index) => ({
      mark,
      along: alongOf(layout, mark.atUs),
      across: layout.laneAt[mark.lane] ?? layout.gutter + 7,
      onTop: model.drawn[index] === true,
    })),
    bands: model.bands.map(spanOf),
    weather: model.weather.map(spanOf),
    labels: createLabels(model, layout, flight),
  };
}

/** Where an event is drawn, along; where it would be, when it is not shown. */
export function alongOfEvent({ model, layout }: Scene, seq: number): number {
  return alongOf(layout, model.run.events[seq]?.atUs ?? 0);
}

/** The event nearest to a place, at most `reach` px away: marks before arrows. */
export function eventNear(scene: Scene, along: number, across: number, reach = 14): number | undefined {
  const marks = scene.marks
    .filter(({ along: at }) => Math.abs(at - along) <= reach)
    .map(({ mark, along: at, across: lane }) => ({
      seq: mark.seq,
      distance: Math.hypot(at - along, lane - across),
    }));
  const arrows = (): Candidate[] =>
    scene.arrows
      .filter(({ line }) => line.fromAlong - reach <= along && along <= line.toAlong + reach)
      .map(({ arrow, line }) => ({ seq: arrow.seq, distance: distanceTo(line, along, across) }));
  return nearest(marks, reach) ?? nearest(arrows(), reach);
}

interface Candidate {
  readonly seq: number;
  readonly distance: number;
}

function nearest(candidates: readonly Candidate[], reach: number): number | undefined {
  let best: Candidate = { seq: -1, distance: reach };
  for (const candidate of candidates) if (candidate.distance < best.distance) best = candidate;
  return best.seq < 0 ? undefined : best.seq;
}

function distanceTo(line: ArrowLine, along: number, across: number): number {
  const dx = line.toAlong - line.fromAlong;
  const dy = line.toAcross - line.fromAcross;
  const size = dx * dx + dy * dy;
  const part =
    size === 0
      ? 0
      : Math.max(0, Math.min(1, ((along - line.fromAlong) * dx + (across - line.fromAcross) * dy) / size));
  return Math.hypot(along - line.fromAlong - part * dx, across - line.fromAcross - part * dy);
}
