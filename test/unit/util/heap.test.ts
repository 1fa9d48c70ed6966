import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Heap } from '../../../src/util/heap.ts';

const seeded = { seed: 2, numRuns: 300 };
const byNumber = (a: number, b: number): number => a - b;

function drain<T extends NonNullable<unknown>>(heap: Heap<T>): T[] {
  const out: T[] = [];
  for (let item = heap.pop(); item !== undefined; item = heap.pop()) out.push(item);
  return out;
}

describe('Heap', () => {
  it('gives items in the order of sort', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20, max: 20 })), (items) => {
        const heap = new Heap<number>(byNumber);
        for (const item of items) heap.push(item);
        expect(heap.size).toBe(items.length);
        expect(drain(heap)).toEqual([...items].sort(byNumber));
      }),
      seeded,
    );
  });

  it('agrees with a sorted list under any mix of push and pop', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant('pop' as const))),
        (calls) => {
          const heap = new Heap<number>(byNumber);
          let list: number[] = [];
          for (const call of calls) {
            if (call === 'pop') {
              expect(heap.pop()).toBe(list[0]);
              list = list.slice(1);
            } else {
              heap.push(call);
              list = [...list, call].sort(byNumber);
            }
            expect(heap.peek()).toBe(list[0]);
            expect(heap.size).toBe(list.length);
          }
        },
      ),
      seeded,
    );
  });

  it('is empty at first and after clear, and says so with undefined', () => {
    const heap = new Heap<string>((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    expect([heap.pop(), heap.peek(), heap.size]).toEqual([undefined, undefined, 0]);
    heap.push('b');
    heap.push('a');
    expect(heap.toArray().sort()).toEqual(['a', 'b']);
    heap.clear();
    expect([heap.pop(), heap.size]).toEqual([undefined, 0]);
  });
});
