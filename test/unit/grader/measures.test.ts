import { describe, expect, it } from 'vitest';
import type { Finding, Measure } from '../../../src/explore/scenario.ts';
import { Tally, type Place } from '../../../src/grader/tally.ts';
import { isWithin, tellMeasure } from '../../../src/grader/tell-measure.ts';
import { measured } from '../../../src/kit/findings.ts';

const SHARE = { bound: 90, side: 'at-least', unit: '%' } as const;
const COUNT = { bound: 20, side: 'at-most', unit: 'mistakes' } as const;
const SEEN: Place = { id: 'lan', title: 'A local network', visible: true, category: 'networks' };
const HIDDEN: Place = { id: 'secret', title: 'Never shown', visible: false, category: 'loss' };
const PROPERTIES = [{ id: 'accuracy', means: '', kind: 'liveness', points: 10 }] as const;

function found(value: number, measure: Omit<Measure, 'value'>): Finding {
  return measured({ property: 'accuracy', status: 'held' }, { value, ...measure });
}

describe('measures of a grading', () => {
  it('are the worst of each visible scenario and of each hidden category', () => {
    const tally = new Tally([SEEN, HIDDEN]);
    for (const value of [97, 91, 99]) tally.add(SEEN, [found(value, SHARE)]);
    for (const value of [3, 25, 7]) tally.add(HIDDEN, [found(value, COUNT)]);
    expect(tally.properties(PROPERTIES)[0]?.measures).toEqual([
      { value: 91, ...SHARE, scenario: 'A local network', visible: true },
      { value: 25, ...COUNT, scenario: 'loss', visible: false },
    ]);
  });

  it('are absent where nothing is measured', () => {
    const tally = new Tally([SEEN]);
    tally.add(SEEN, [{ property: 'accuracy', status: 'held' }]);
    expect(tally.properties(PROPERTIES)[0]).not.toHaveProperty('measures');
  });

  it('compare with a bound of nothing at all', () => {
    const tally = new Tally([SEEN]);
    for (const value of [0, 2, 1]) tally.add(SEEN, [found(value, { ...COUNT, bound: 0 })]);
    expect(tally.properties(PROPERTIES)[0]?.measures?.[0]?.value).toBe(2);
  });

  it('are told with their bound', () => {
    expect(tellMeasure({ value: 97.456, ...SHARE })).toBe('97.5 % (at least 90)');
    expect(tellMeasure({ value: 1234.5, ...COUNT })).toBe('1,235 mistakes (at most 20)');
    expect(tellMeasure({ value: 1.234, ...COUNT, unit: 'attempts a call' })).toBe(
      '1.23 attempts a call (at most 20)',
    );
  });

  it.each([
    [20, COUNT, true],
    [20.1, COUNT, false],
    [90, SHARE, true],
    [89.9, SHARE, false],
  ])('%d against its bound', (value, measure, within) => {
    expect(isWithin({ value, ...measure })).toBe(within);
  });
});
