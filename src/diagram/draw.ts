import { drawArrows } from './draw-arrows.ts';
import { drawAxis } from './draw-axis.ts';
import { drawBands, drawWeather } from './draw-bands.ts';
import { GLYPHS, type GlyphName } from './glyphs.ts';
import type { Label } from './labels.ts';
import { alongOf, place, point, type Layout } from './layout.ts';
import type { PlacedMark, Scene } from './scene.ts';
import { boxPath, dotPath, glyph, path, type Shape } from './shapes.ts';

export { drawMoment, drawMomentTime, drawPin, drawPinName } from './draw-axis.ts';

/** All that there is to draw between two places along time, from back to front. */
export function draw(scene: Scene, from = 0, to = scene.layout.length): Shape[] {
  const { layout, labels } = scene;
  const near = 160;
  return [
    ...drawWeather(scene, from, to),
    ...drawAxis(scene, from, to),
    ...drawBands(scene, from, to),
    ...drawArrows(scene, from, to),
    ...scene.marks.flatMap((placed) =>
      placed.along < from - 20 || placed.along > to + 20 ? [] : drawMark(layout, placed),
    ),
    ...labels.between(from - near, to + near).map(drawLabel),
    ...drawViolation(scene),
  ];
}

/** The messages, marks and bands of a run between two places along time, without words: what is dimmed behind another. */
export function drawBehind(scene: Scene, from = 0, to = scene.layout.length): Shape[] {
  return [
    ...drawBands(scene, from, to).filter(({ kind }) => kind === 'path'),
    ...drawArrows(scene, from, to),
    ...scene.marks.flatMap((placed) =>
      placed.along < from - 20 || placed.along > to + 20 ? [] : drawMark(scene.layout, placed),
    ),
  ];
}

function drawLabel({ tone, text: words, x, y, anchor, turn, seq, also }: Label): Shape {
  const shape = { kind: 'text', classes: `label ${tone}`, text: words, x, y, anchor, seq, also } as const;
  return turn === 0 ? shape : { ...shape, turn };
}

function drawMark(layout: Layout, { mark, along, across, onTop }: PlacedMark): Shape[] {
  const { shape, seq, tone } = mark;
  if (!onTop && mark.lane >= 0) return [];
  // A loss on the way is drawn with its arrow; cuts and slow links with their strip.
  if (shape === 'lost' || mark.lane < 0)
    return shape === 'healed' ? [glyph(layout, 'healed', along, across + 24, 'fault', seq)] : [];
  switch (shape) {
    case 'dot':
      return [path('dot', dotPath(layout, along, across, 3), seq)];
    case 'ring':
      return [path('ring', dotPath(layout, along, across, 3), seq)];
    case 'square':
      return [path(`square ${tone}`, boxPath(layout, along - 3, along + 3, across - 3, across + 3), seq)];
    case 'tick':
      return [path('notch', `M${point(layout, along, across - 4)}L${point(layout, along, across + 4)}`, seq)];
    case 'bar':
      return [path('stop', `M${point(layout, along, across - 7)}L${point(layout, along, across + 7)}`, seq)];
    default:
      return [
        path('badge', dotPath(layout, along, across, 9), seq),
        glyph(layout, shape satisfies GlyphName, along, across, tone, seq),
      ];
  }
}

/** The flag where a violation became certain; it never fades. */
function drawViolation({ model, layout }: Scene): Shape[] {
  const { violation } = model;
  if (violation === undefined) return [];
  const { lane } = violation;
  const along = alongOf(layout, violation.atUs);
  const across = layout.laneAt[lane];
  const [x, y] = place(layout, along, across ?? layout.gutter);
  const { d } = GLYPHS.flag;
  const at: readonly [number, number] =
    across === undefined ? [x + 6, y] : layout.orientation === 'down' ? [x - 14, y - 9] : [x - 9, y - 16];
  return [
    ...(across === undefined ? [] : [path('violationRing', dotPath(layout, along, across, 6.5))]),
    { kind: 'path', classes: 'flagBack', d, at, seq: -1, also: -1 },
    { kind: 'path', classes: 'flag', d, at, seq: -1, also: -1 },
  ];
}
