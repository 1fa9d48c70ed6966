import { GLYPHS, type GlyphName } from './glyphs.ts';
import { place, point, px, type Layout } from './layout.ts';

/**
 * One thing to draw: a path or a text, with classes of `paint.ts`. Lit when the events `seq` and `also` are; -1 always
 * is.
 */
export type Shape = {
  readonly classes: string;
  readonly seq: number;
  readonly also: number;
} & (
  | { readonly kind: 'path'; readonly d: string; readonly at?: readonly [number, number] }
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly x: number;
      readonly y: number;
      readonly anchor: 'start' | 'middle' | 'end';
      /** Degrees by which it is turned about its place. */
      readonly turn?: number;
    }
);

/** A path. */
export function path(classes: string, d: string, seq = -1, also = seq): Shape {
  return { kind: 'path', classes, d, seq, also };
}

/** A glyph at a place. */
export function glyph(
  layout: Layout,
  name: GlyphName,
  along: number,
  across: number,
  classes: string,
  seq = -1,
  also = seq,
): Shape {
  const { d, solid } = GLYPHS[name];
  const [x, y] = place(layout, along, across);
  return { kind: 'path', classes: `${solid ? 'solid' : 'line'} ${classes}`, d, at: [x, y], seq, also };
}

/** A text. */
export function text(
  classes: string,
  words: string,
  x: number,
  y: number,
  anchor: 'start' | 'middle' | 'end',
  seq = -1,
  also = seq,
): Shape {
  return { kind: 'text', classes, text: words, x, y, anchor, seq, also };
}

/** A box between two places, as path data. */
export function boxPath(layout: Layout, from: number, to: number, left: number, right: number): string {
  const [x1, y1] = place(layout, from, left);
  const [x2, y2] = place(layout, to, right);
  return `M${px(x1)} ${px(y1)}H${px(x2)}V${px(y2)}H${px(x1)}Z`;
}

/** A box that is open where it goes on after the end of the picture. */
export function bandPath(layout: Layout, from: number, to: number, left: number, right: number): string {
  if (to < layout.length) return boxPath(layout, from, to, left, right);
  return `M${point(layout, to, left)}L${point(layout, from, left)}L${point(layout, from, right)}L${point(layout, to, right)}`;
}

/** A dot as path data. */
export function dotPath(layout: Layout, along: number, across: number, radius: number): string {
  const [x, y] = place(layout, along, across);
  const r = px(radius);
  return `M${px(x - radius)} ${px(y)}a${r} ${r} 0 1 0 ${px(2 * radius)} 0a${r} ${r} 0 1 0 ${px(-2 * radius)} 0Z`;
}
