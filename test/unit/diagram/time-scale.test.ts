import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTimeScale, survey, ticksOf } from '../../../src/diagram/time-scale.ts';

const anyInstants = fc
  .array(fc.constantFrom(0, 1, 500, 1000, 4000, 90_000, 5_000_000), { minLength: 1, maxLength: 60 })
  .map((gaps) => {
    let us = 0;
    return gaps.map((gap) => (us += gap));
  });

describe('the time scale', () => {
  test('never goes back, and an instant is found where it was put', () => {
    fc.assert(
      fc.property(anyInstants, fc.double({ min: 0.1, max: 20, noNaN: true }), (instants, zoom) => {
        const scale = createTimeScale(survey(instants), zoom);
        let before = -Infinity;
        for (const us of instants) {
          const at = scale.position(us);
          expect(at).toBeGreaterThanOrEqual(before);
          before = at;
          expect(Math.abs(scale.instant(at) - us)).toBeLessThanOrEqual(1);
        }
        expect(before).toBeCloseTo(scale.length, 6);
      }),
      { seed: 11 },
    );
  });

  test('is linear outside the breaks', () => {
    fc.assert(
      fc.property(anyInstants, (instants) => {
        const { stretches, density, position } = createTimeScale(survey(instants));
        for (const { fromUs, untilUs } of stretches)
          expect(position(untilUs) - position(fromUs)).toBeCloseTo((untilUs - fromUs) * density, 4);
      }),
      { seed: 12 },
    );
  });

  test('breaks hold no event and are far longer than a usual gap', () => {
    fc.assert(
      fc.property(anyInstants, (instants) => {
        const scan = survey(instants);
        for (const { fromUs, untilUs } of createTimeScale(scan).breaks) {
          expect(instants.some((us) => fromUs < us && us < untilUs)).toBe(false);
          expect(untilUs - fromUs).toBeGreaterThan(3 * scan.usualUs);
        }
      }),
      { seed: 13 },
    );
  });

  test('a long silence is a break of fixed size at every zoom', () => {
    const scan = survey([0, 10_000, 20_000, 5_000_000, 5_010_000]);
    const [near, far] = [createTimeScale(scan, 8), createTimeScale(scan)];
    expect(far.breaks).toHaveLength(1);
    expect(far.breaks[0]).toMatchObject({ fromUs: 20_000, untilUs: 5_000_000 });
    const sizes = [near, far].map(({ breaks: [gap] }) => (gap?.to ?? 0) - (gap?.from ?? 0));
    expect(sizes[0]).toBeCloseTo(sizes[1] ?? 0, 6);
    expect(near.length).toBeGreaterThan(2 * far.length);
  });

  test('no events and one instant have a scale too', () => {
    for (const instants of [[], [7000]]) {
      const scale = createTimeScale(survey(instants));
      expect(scale.length).toBe(0);
      expect(scale.position(9000)).toBe(0);
    }
  });

  test('ticks are round, apart, and outside the breaks', () => {
    const scale = createTimeScale(survey([0, 9_000, 18_000, 31_000, 4_000_000, 4_012_000]));
    const ticks = ticksOf(scale, 40);
    expect(ticks.length).toBeGreaterThan(1);
    ticks.forEach(({ us, at }, index) => {
      expect(us % 1000).toBe(0);
      expect(scale.position(us)).toBeCloseTo(at, 6);
      expect(at - (ticks[index - 1]?.at ?? -Infinity)).toBeGreaterThanOrEqual(40);
    });
  });
});
