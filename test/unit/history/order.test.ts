import { expect, it } from 'vitest';
import type { Operation } from '../../../src/history/operation.ts';
import { latestEffect, overlaps, precedes } from '../../../src/history/order.ts';

const finished = (invokedAt: number, returnedAt: number): Operation => {
  return { id: 0, process: 'p', input: null, invokedAt, status: 'ok', output: null, returnedAt };
};
const open = (invokedAt: number, mustTakeEffectBefore: number): Operation => {
  return { id: 1, process: 'p', input: null, invokedAt, status: 'info', mustTakeEffectBefore };
};

it('orders operations by time, strictly', () => {
  expect(precedes(finished(0, 5), finished(6, 9))).toBe(true);
  expect(precedes(finished(6, 9), finished(0, 5))).toBe(false);
  expect(precedes(finished(0, 5), finished(5, 9))).toBe(false);
  expect(overlaps(finished(0, 5), finished(5, 9))).toBe(true);
  expect(overlaps(finished(0, 5), finished(6, 9))).toBe(false);
});

it('gives open operations an end only when strict', () => {
  expect(latestEffect(open(0, 5), false)).toBe(Infinity);
  expect(latestEffect(open(0, 5), true)).toBe(5);
  expect(latestEffect({ id: 1, process: 'p', input: null, invokedAt: 0, status: 'info' }, true)).toBe(
    Infinity,
  );
  expect(precedes(open(0, 5), finished(6, 9))).toBe(false);
  expect(precedes(open(0, 5), finished(6, 9), true)).toBe(true);
  expect(overlaps(open(0, 5), finished(6, 9))).toBe(true);
});
