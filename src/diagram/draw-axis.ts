import { alongOf, point, px, type Layout } from './layout.ts';
import { instant, span } from './quantity.ts';
import type { Scene } from './scene.ts';
import { path, text, type Shape } from './shapes.ts';
import { ticksOf } from './time-scale.ts';

/** Half of the gap that a break tears, and of its teeth. */
const TEAR = 7;
const TOOTH = 4;

/** Time: round instants, breaks, and the lanes between the breaks. */
export function drawAxis({ layout, model }: Scene, from: number, to: number): Shape[] {
  const shapes: Shape[] = [];
  const isDown = layout.orientation === 'down';
  const breaks = layout.scale.breaks.map((gap) => ({
    ...gap,
    along: (alongOf(layout, gap.fromUs) + alongOf(layout, gap.untilUs)) / 2,
  }));
  for (const { us } of ticksOf(layout.scale, isDown ? 44 : 96)) {
    const along = alongOf(layout, us);
    // A time at the edge of a part is drawn in both, so that neither cuts it.
    if (along < from - 40 || along > to + 40) continue;
    const words = instant(us);
    shapes.push(
      isDown
        ? text('tick', words, layout.gutter - 12, along + 4, 'end')
        : text('tick', words, along, 14, 'middle'),
      path('rule', `M${point(layout, along, layout.gutter - 8)}L${point(layout, along, layout.breadth)}`),
    );
  }
  const ends = [0, ...breaks.flatMap(({ along }) => [along - TEAR, along + TEAR]), layout.length];
  let lanes = '';
  for (let i = 0; i + 1 < ends.length; i += 2) {
    const start = Math.max(from, ends[i] ?? 0);
    const end = Math.min(to, ends[i + 1] ?? 0);
    if (end <= start) continue;
    for (const across of layout.laneAt)
      lanes += `M${point(layout, start, across)}L${point(layout, end, across)}`;
  }
  shapes.push(path('lane', lanes));
  for (const { along, fromUs, untilUs } of breaks) {
    if (along < from - 60 || along > to + 60) continue;
    shapes.push(
      path('tear', teeth(layout, along - TEAR) + teeth(layout, along + TEAR)),
      isDown
        ? text('gap', span(untilUs - fromUs), layout.gutter - 12, along + 4, 'end')
        : text('gap', span(untilUs - fromUs), along, 14, 'middle'),
    );
  }
  if (model.lanes.length === 0) shapes.push(text('tick', 'No node is shown.', layout.gutter, 40, 'start'));
  return shapes;
}

/** A torn edge across all lanes. */
function teeth(layout: Layout, along: number): string {
  let d = `M${point(layout, along, layout.gutter - 8)}`;
  let high = true;
  for (let across = layout.gutter; across <= layout.breadth; across += 8) {
    d += `L${point(layout, along + (high ? TOOTH : -TOOTH) / 2, across)}`;
    high = !high;
  }
  return d;
}

/** A line across all lanes at an instant that is pinned. */
export function drawPin({ layout }: Scene, along: number): Shape {
  return path('pin', `M${point(layout, along, layout.gutter - 8)}L${point(layout, along, layout.breadth)}`);
}

/** What is said at its end. */
export function drawPinName({ layout }: Scene, along: number, words: string): Shape {
  return layout.orientation === 'down'
    ? text('pinName', words, layout.breadth - 6, along - 4, 'end')
    : text('pinName', words, along + 6, layout.breadth - 8, 'start');
}

/** A line across all lanes at an instant. */
export function drawMoment({ layout }: Scene, along: number): Shape[] {
  return [
    path('moment', `M${point(layout, along, layout.gutter - 8)}L${point(layout, along, layout.breadth)}`),
  ];
}

/** The time at the side of that line, over the times that stand there. */
export function drawMomentTime({ layout }: Scene, along: number, us: number): Shape[] {
  const words = instant(us);
  return layout.orientation === 'down'
    ? [
        path('momentBack', `M0 ${px(along - 10)}H${px(layout.gutter - 8)}V${px(along + 10)}H0Z`),
        text('momentTime', words, layout.gutter - 12, along + 4, 'end'),
      ]
    : [
        path('momentBack', `M${px(along - 36)} 0H${px(along + 36)}V20H${px(along - 36)}Z`),
        text('momentTime', words, along, 14, 'middle'),
      ];
}
