import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inBatches, smallerBatches } from '../../../src/kit/batches.ts';

const CHECKED = { seed: 20_260_101, numRuns: 300 };

test('batches hold every item once, in order, and no more than they may', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(9)), fc.integer({ min: 1, max: 7 }), (items, size) => {
      const batches = inBatches(items, size);
      expect(batches.flat()).toEqual(items);
      for (const batch of batches) {
        expect(batch.length).toBeGreaterThan(0);
        expect(batch.length).toBeLessThanOrEqual(size);
      }
    }),
    CHECKED,
  );
});

/** The first smaller batch that still fails, again and again. */
function smallest(calls: readonly number[], fails: (calls: readonly number[]) => boolean): readonly number[] {
  const halved = (n: number): number[] => (n === 0 ? [] : [Math.trunc(n / 2), n - 1]);
  let current = calls;
  for (;;) {
    const next = smallerBatches(current, halved).find(fails);
    if (next === undefined) return current;
    current = next;
  }
}

test('one call that fails by itself is found in any batch, and made as small as it can be', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 200 }), fc.nat(200), (calm, at) => {
      const calls = [...calm.slice(0, at), 77, ...calm.slice(at)];
      expect(smallest(calls, (some) => some.some((n) => n >= 30))).toEqual([30]);
    }),
    CHECKED,
  );
});

test('two calls that fail only together are found, in their order', () => {
  fc.assert(
    fc.property(fc.array(fc.constant(0), { maxLength: 100 }), fc.nat(100), (calm, at) => {
      const calls = [50, ...calm.slice(0, at), 90, ...calm.slice(at)];
      const fails = (some: readonly number[]): boolean => {
        const first = some.findIndex((n) => n >= 40 && n < 60);
        return first >= 0 && some.slice(first + 1).some((n) => n >= 60);
      };
      expect(smallest(calls, fails)).toEqual([40, 60]);
    }),
    CHECKED,
  );
});

test('every smaller batch is smaller: none is empty, and the search ends', () => {
  for (const batch of smallerBatches([1, 2, 3], () => [])) {
    expect(batch.length).toBeGreaterThan(0);
    expect(batch.length).toBeLessThan(3);
  }
});
