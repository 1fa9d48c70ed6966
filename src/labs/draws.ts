/** Draws of times, made of comparisons and exact arithmetic alone, so that every engine draws the same. */
import type { Prng } from '../util/prng.ts';

const PARTS = 2 ** 30;

/** Evenly drawn from [0, 1). */
export function evenly(draw: Prng): number {
  return draw.int(0, PARTS - 1) / PARTS;
}

/**
 * Exponentially distributed with mean 1.
 *
 * Source: von Neumann, *Various techniques used in connection with random digits*, 1951: runs of falling draws.
 */
export function exponential(draw: Prng): number {
  for (let whole = 0; ; whole++) {
    const first = evenly(draw);
    let last = first;
    let falls = true;
    for (let next = evenly(draw); next < last; next = evenly(draw)) {
      last = next;
      falls = !falls;
    }
    if (falls) return whole + first;
  }
}

/** How likely an exponentially distributed draw of mean 1 is larger than `x`: e⁻ˣ, by its series at x / 1024. */
export function exponentialTail(x: number): number {
  const small = x / 1024;
  let power = 1 - small + (small * small) / 2 - (small * small * small) / 6;
  for (let i = 0; i < 10; i++) power *= power;
  return power;
}

/** How likely a heavy-tailed draw of mean 1 is larger than `x`. */
export function heavyTail(x: number): number {
  return 3 * x <= 1 ? 1 : 1 / (3 * x * Math.sqrt(3 * x));
}

/** Pareto distributed with shape 1.5 and mean 1: a third as the least, and a tail that falls as x to the −1.5. */
export function heavyTailed(draw: Prng): number {
  const root = cubeRoot(1 - evenly(draw));
  return 1 / (3 * root * root);
}

/** The cube root of a number in (0, 1], by Newton's method: sums, products and quotients only. */
function cubeRoot(x: number): number {
  let root = 1;
  for (let i = 0; i < 60; i++) root -= (root - x / (root * root)) / 3;
  return root;
}
