import { expect, test } from 'vitest';
import { evenly, exponential, exponentialTail, heavyTail, heavyTailed } from '../../../src/labs/draws.ts';
import { Prng } from '../../../src/util/prng.ts';

const N = 20_000;

function sample(of: (draw: Prng) => number): number[] {
  const draw = new Prng(7);
  return Array.from({ length: N }, () => of(draw));
}

const mean = (list: readonly number[]): number => list.reduce((sum, x) => sum + x, 0) / list.length;
const above = (list: readonly number[], x: number): number =>
  list.filter((one) => one > x).length / list.length;

test('even draws have their mean in the middle', () => {
  expect(mean(sample(evenly))).toBeCloseTo(0.5, 1);
});

test('exponential draws have mean 1, and a share of e⁻ˣ above x', () => {
  const list = sample(exponential);
  expect(Math.abs(mean(list) - 1)).toBeLessThan(0.03);
  for (const x of [0.5, 1, 3, 10, 60]) expect(exponentialTail(x)).toBeCloseTo(Math.exp(-x), 6);
  for (const x of [0.5, 1, 3]) expect(Math.abs(above(list, x) - Math.exp(-x))).toBeLessThan(0.015);
});

test('heavy-tailed draws have a share of (3x)^−1.5 above x, and none below a third', () => {
  const list = sample(heavyTailed);
  expect(Math.min(...list)).toBeGreaterThanOrEqual(1 / 3 - 1e-12);
  for (const x of [0.5, 1, 5, 20]) expect(heavyTail(x)).toBeCloseTo((3 * x) ** -1.5, 12);
  for (const x of [0.5, 1, 5, 20]) expect(Math.abs(above(list, x) - (3 * x) ** -1.5)).toBeLessThan(0.015);
});
