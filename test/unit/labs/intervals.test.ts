import { beforeAll, expect, test } from 'vitest';
import lab from '../../../src/labs/intervals/lab.ts';
import { COMPILE_MS, readyLab, type ReadyLab } from '../../support/labs.ts';

let ready: ReadyLab;
beforeAll(async () => {
  ready = await readyLab('intervals', lab);
}, COMPILE_MS);

const wrongs = (changed: Record<string, number | string>): number =>
  ready.many('hundred', changed).filter(({ end }) => end === 'wrong').length;

test('the share of wrong orders is as calculated, and none from a wait of the whole interval on', () => {
  for (const sure of [7, 20])
    for (const wait of [0, 3, 7, 12]) {
      // Ends of intervals are whole milliseconds: that moves the edge by up to one.
      const share = (by: number): number => Math.max(0, 1 - (wait + 1 + by) / (2 * sure)) ** 2 / 2;
      const count = wrongs({ sure, wait });
      const room = 300 * Math.sqrt((share(0) * (1 - share(0))) / 100) + 1;
      expect(count).toBeGreaterThanOrEqual(100 * share(1) - room);
      expect(count).toBeLessThanOrEqual(100 * share(-1) + room);
    }
  expect(wrongs({ sure: 7, wait: 14 })).toBe(0);
});

test('waiting until the timestamp is past never goes wrong, wherever the truth lies', () => {
  expect(wrongs({ how: 'past', sure: 50 })).toBe(0);
  for (const leanA of [0, 50, 100])
    for (const leanB of [0, 50, 100]) {
      const { outcome } = ready.run({ how: 'past', leans: 'set', leanA, leanB });
      expect([leanA, leanB, outcome.harm]).toEqual([leanA, leanB, undefined]);
    }
});

test('with leans that are set, the order is wrong exactly where the truths are further apart than the wait', () => {
  for (const leanA of [0, 25, 50, 75, 100])
    for (const leanB of [0, 25, 50, 75, 100]) {
      const sure = 10;
      const apart = (2 * sure * (leanB - leanA)) / 100 - 8;
      if (Math.abs(apart) <= 1) continue;
      const { outcome } = ready.run({ leans: 'set', sure, wait: 7, leanA, leanB });
      expect([leanA, leanB, outcome.harm !== undefined]).toEqual([leanA, leanB, apart > 0]);
    }
});
