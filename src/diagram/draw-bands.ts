import { point, type Layout } from './layout.ts';
import type { Scene } from './scene.ts';
import { bandPath, boxPath, glyph, path, text, type Shape } from './shapes.ts';

/** Half of a band's breadth. */
const HALF = { hold: 11, operation: 4, pause: 6, down: 5, 'slow-disk': 8 } as const;

/** From back to front. */
const ORDER = ['slow-disk', 'hold', 'operation', 'pause', 'down'] as const;

/** What lasts: holds, operations, pauses, times when a node is down. Under the arrows. */
export function drawBands({ layout, bands }: Scene, from: number, to: number): Shape[] {
  const shapes: Shape[] = [];
  for (const { what, from: start, to: end } of ORDER.flatMap((kind) =>
    bands.filter(({ what }) => what.kind === kind),
  )) {
    if (end < from || start > to) continue;
    const { kind, lane, seq } = what;
    const across = layout.laneAt[lane] ?? 0;
    const half = HALF[kind];
    const box = bandPath(layout, start, end, across - half, across + half);
    shapes.push(path(kind, box, kind === 'hold' ? -1 : seq));
    if (kind === 'down') shapes.push(path('downLine', hatch(layout, start, end, across, half), seq));
    if (kind === 'hold') shapes.push(...tellHold(layout, start, end, across, what.label));
  }
  return shapes;
}

/** What is held, where the band begins. */
function tellHold(layout: Layout, start: number, end: number, across: number, label: string): Shape[] {
  if (end - start < 34) return [];
  const isDown = layout.orientation === 'down';
  if (!isDown) return [text('holdName', label, start + 6, across + 23, 'start')];
  const most = Math.floor((layout.spacing - 22) / layout.charWidth);
  // Narrow: the token says more than that it is a lease's.
  const short = label.length > most ? label.slice(label.lastIndexOf(', ') + 1).trim() : label;
  const words = short.length > most ? `${short.slice(0, Math.max(1, most - 1))}…` : short;
  return [text('holdName', words, across - 14, start + 30, 'end')];
}

/** Strokes across a band. */
function hatch(layout: Layout, start: number, end: number, across: number, half: number): string {
  let d = '';
  for (let along = start + 3; along + 2 * half < end; along += 7)
    d += `M${point(layout, along, across + half)}L${point(layout, along + 2 * half, across - half)}`;
  return d;
}

/** Cuts and slow times of the network: a strip beside the time axis, and lines across where it begins and ends. */
export function drawWeather({ layout, weather }: Scene, from: number, to: number): Shape[] {
  const shapes: Shape[] = [];
  const side = layout.gutter - 6;
  for (const { what, from: start, to: end } of weather) {
    if (end < from || start > to) continue;
    const { kind, seq, label } = what;
    const edges = [start, end < layout.length ? end : undefined].flatMap((along) =>
      along === undefined ? [] : [`M${point(layout, along, side)}L${point(layout, along, layout.breadth)}`],
    );
    shapes.push(
      path(
        kind === 'partition' ? 'weather' : 'weather slow',
        boxPath(layout, start, end, side, layout.breadth),
        seq,
      ),
      path('weatherEdge', edges.join(''), seq),
      path('downLine', hatch(layout, start, end, side + 2, 3), seq),
      glyph(layout, kind === 'partition' ? 'cut' : 'late', start + 12, side + 18, 'fault', seq),
    );
    // Beside its glyph: the far end of a broad picture may have to be scrolled to.
    const [x, y] = layout.orientation === 'down' ? [side + 30, start + 16] : [start + 24, side + 22];
    shapes.push(text('weatherName', label, x, y, 'start', seq));
  }
  return shapes;
}
