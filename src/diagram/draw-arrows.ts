import { place, px, type Layout } from './layout.ts';
import type { PlacedArrow, Scene } from './scene.ts';
import { dotPath, glyph, path, type Shape } from './shapes.ts';

const HEAD = 7.5;

/** Messages. Unusual ones differ in their line and carry a glyph. */
export function drawArrows({ layout, arrows }: Scene, from: number, to: number): Shape[] {
  return arrows.flatMap((placed) => {
    const { fromAlong, toAlong } = placed.line;
    return Math.max(fromAlong, toAlong) < from - 20 || Math.min(fromAlong, toAlong) > to + 20
      ? []
      : drawArrow(layout, placed);
  });
}

function drawArrow(layout: Layout, { arrow, line, clear }: PlacedArrow): Shape[] {
  const { fate, seq } = arrow;
  const [x1, y1] = place(layout, line.fromAlong, line.fromAcross);
  const [x2, y2] = place(layout, line.toAlong, line.toAcross);
  const also = fate.sentSeq;
  if (arrow.from === arrow.to) return drawLoop(layout, x1, y1, x2, y2, seq, also);
  const size = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [ux, uy] = [(x2 - x1) / size, (y2 - y1) / size];
  const along = (length: number): readonly [number, number] => [x1 + ux * length, y1 + uy * length];
  const at = (part: number): readonly [number, number] => [
    line.fromAlong + (line.toAlong - line.fromAlong) * part,
    line.fromAcross + (line.toAcross - line.fromAcross) * part,
  ];
  const unusual = fate.late || fate.copy > 0 || fate.corrupted;
  const isLost = fate.end === 'lost' || fate.end === 'stopped';
  const limited = fate.spareMs === undefined ? '' : ' limited';
  const tone = unusual || isLost ? ' fault' : fate.end === 'stale' ? ' soft' : limited;
  const shapes: Shape[] = [];
  const stop = fate.end === 'stopped' ? size - 13 : fate.end === 'lost' ? size : size - clear;
  const [ex, ey] = along(Math.max(2, stop));
  const straight = `M${px(x1)} ${px(y1)}L${px(ex)} ${px(ey)}`;
  if (fate.corrupted) shapes.push(path(`shaft${tone}`, wavy(x1, y1, ex, ey), seq, also));
  else if (fate.copy > 0) {
    const [ox, oy] = [-uy * 1.7, ux * 1.7];
    const twice = [1, -1].map(
      (s) => `M${px(x1 + s * ox)} ${px(y1 + s * oy)}L${px(ex + s * ox - ux * 4)} ${px(ey + s * oy - uy * 4)}`,
    );
    shapes.push(path(`shaft thin${tone}`, twice.join(''), seq, also));
  } else {
    const how = fate.late ? ' late' : fate.end === 'flying' ? ' flying' : isLost ? ' lost' : '';
    shapes.push(path(`shaft${how}${tone}`, straight, seq, also));
  }
  if (isLost) {
    const [cx, cy] = along(fate.end === 'stopped' ? size - 13 : size);
    shapes.push({ kind: 'path', classes: 'line fault strong', d: LOST, at: [cx, cy], seq, also });
  } else if (fate.end === 'stale') {
    const [bx, by] = along(size - clear);
    shapes.push(
      path(
        'shaft soft',
        `M${px(bx - uy * 5)} ${px(by + ux * 5)}L${px(bx + uy * 5)} ${px(by - ux * 5)}`,
        seq,
        also,
      ),
    );
  } else if (fate.end === 'arrived') {
    const [tx, ty] = along(size - clear + 1);
    const barb = (s: number): string =>
      `${px(tx - ux * HEAD - s * uy * 3)} ${px(ty - uy * HEAD + s * ux * 3)}`;
    shapes.push(path(`head${tone}`, `M${px(tx)} ${px(ty)}L${barb(1)}L${barb(-1)}Z`, seq, also));
  }
  const badges = [
    fate.late ? ('late' as const) : undefined,
    fate.copy > 0 ? ('doubled' as const) : undefined,
    fate.corrupted ? ('corrupted' as const) : undefined,
  ].filter((name) => name !== undefined);
  badges.forEach((name, index) => {
    const [a, c] = at(0.8 - index * 0.16);
    shapes.push(
      path('badge', dotPath(layout, a, c, 9), seq, also),
      glyph(layout, name, a, c, 'fault', seq, also),
    );
  });
  return shapes;
}

const LOST = 'M-4.5 -4.5L4.5 4.5M4.5 -4.5L-4.5 4.5';

/** A message of a node to itself. */
function drawLoop(
  layout: Layout,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  seq: number,
  also: number,
): Shape[] {
  const [ox, oy] = layout.orientation === 'down' ? [26, 0] : [0, 26];
  return [
    path(
      'shaft',
      `M${px(x1)} ${px(y1)}C${px(x1 + ox)} ${px(y1 + oy)} ${px(x2 + ox)} ${px(y2 + oy)} ${px(x2)} ${px(y2)}`,
      seq,
      also,
    ),
  ];
}

/** A line that shakes. */
function wavy(x1: number, y1: number, x2: number, y2: number): string {
  const size = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [ux, uy] = [(x2 - x1) / size, (y2 - y1) / size];
  let d = `M${px(x1)} ${px(y1)}`;
  let side = 1;
  for (let at = 6; at < size - 8; at += 6) {
    d += `L${px(x1 + ux * at - uy * 2.6 * side)} ${px(y1 + uy * at + ux * 2.6 * side)}`;
    side = -side;
  }
  return `${d}L${px(x2)} ${px(y2)}`;
}
