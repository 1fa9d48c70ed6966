import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RateClock, SECOND_US, type ClockChange } from '../../../src/sim/clock.ts';

describe('changes of a clock', () => {
  it('show at their own instants, in whatever order they are made', () => {
    const clock = new RateClock(0, 0, SECOND_US);
    clock.change({ atUs: 500, stepUs: 10_000 });
    clock.change({ atUs: 200, stepUs: -50 });
    expect([200, 201, 500, 501].map((us) => clock.at(us))).toEqual([200, 151, 450, 10_451]);
  });

  it('give the same clock in every order', () => {
    const change = fc.record(
      {
        atUs: fc.integer({ min: 0, max: 5_000_000 }),
        stepUs: fc.integer({ min: -1_000_000, max: 1_000_000 }),
        realMicros: fc.integer({ min: SECOND_US - 2000, max: SECOND_US + 2000 }),
      },
      { requiredKeys: ['atUs'] },
    );
    const apart = fc.uniqueArray(change, { maxLength: 6, selector: ({ atUs }) => atUs });
    const read = (changes: readonly ClockChange[], instants: readonly number[]): number[] => {
      const clock = new RateClock(0, 77, SECOND_US + 500);
      for (const one of changes) clock.change(one);
      return instants.map((us) => clock.at(us));
    };
    fc.assert(
      fc.property(
        apart,
        fc.array(fc.integer({ min: 0, max: 9_000_000 }), { maxLength: 9 }),
        (changes, instants) => {
          const sorted = [...changes].sort((a, b) => a.atUs - b.atUs);
          expect(read([...sorted].reverse(), instants)).toEqual(read(sorted, instants));
        },
      ),
      { seed: 7, numRuns: 300 },
    );
  });
});
