import type { Json } from '../api.ts';

/**
 * What is left of a message that was corrupted: the same JSON with one value changed.
 *
 * The values of the body that hold no others (numbers, texts, truth values, `null`, empty lists, empty objects) are
 * counted from 0, in order, keys sorted. Number `draw` mod their count is changed, by `v = floor(draw / count)`:
 *
 * - a safe integer: bit `v` mod 31 of its size flips, its sign stays; any other number: its sign changes
 * - a text: of its UTF-16 unit `v` mod length, bit `floor(v / length)` mod 5 flips; an empty one becomes `"?"`
 * - a truth value turns into the other; `null` becomes `0`; `[]` becomes `[null]`; `{}` becomes `{"?": null}`
 */
export function corruptJson(body: Json, draw: number): Json {
  const count = leavesOf(body);
  return new Corruption(draw % count, Math.floor(draw / count)).of(body);
}

function leavesOf(value: Json): number {
  if (typeof value !== 'object' || value === null) return 1;
  let count = 0;
  for (const member of Object.values(value)) count += leavesOf(member);
  return Math.max(1, count);
}

class Corruption {
  private left: number;
  private readonly how: number;

  constructor(leaf: number, how: number) {
    this.left = leaf;
    this.how = how;
  }

  of(value: Json): Json {
    if (isList(value) && value.length > 0) return value.map((item) => this.of(item));
    if (typeof value === 'object' && value !== null && !isList(value)) {
      const keys = Object.keys(value).sort();
      if (keys.length > 0) return Object.fromEntries(keys.map((key) => [key, this.of(value[key] ?? null)]));
    }
    return this.left-- === 0 ? changed(value, this.how) : value;
  }
}

function changed(value: Json, how: number): Json {
  if (isList(value)) return [null];
  switch (typeof value) {
    case 'number':
      return Number.isSafeInteger(value) ? withBitFlipped(value, how % 31) : -value;
    case 'boolean':
      return !value;
    case 'string': {
      if (value === '') return '?';
      const at = how % value.length;
      const bit = Math.floor(how / value.length) % 5;
      return (
        value.slice(0, at) + String.fromCharCode(value.charCodeAt(at) ^ (1 << bit)) + value.slice(at + 1)
      );
    }
    default:
      return value === null ? 0 : { '?': null };
  }
}

/** In arithmetic that is exact for safe integers, which the engine's 32-bit operators are not. */
function withBitFlipped(value: number, bit: number): number {
  const size = Math.abs(value);
  const unit = 2 ** bit;
  const flipped = Math.floor(size / unit) % 2 === 1 ? size - unit : size + unit;
  return value < 0 && flipped > 0 ? -flipped : flipped;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
