import { describe, expect, it } from 'vitest';
import { CoverageLog } from '../../../src/grader/coverage.ts';
import { coveredFurther, tellCovered, tellScenarioCoverage } from '../../../src/grader/tell-coverage.ts';
import type { CoveredRuns } from '../../../src/grader/report.ts';
import type { Fault } from '../../../src/sim/fault.ts';

const place = { id: 'one', title: 'One', visible: true, category: 'some' };
const hidden = { id: 'two', title: 'Two', visible: false, category: 'crashes' };
const crash = (step: number, openWritesDone = 0): Fault => ({
  kind: 'crash',
  at: { node: 'a', incarnation: 0, step },
  restartAfterMs: 10,
  openWritesDone,
});
const tell = (part: CoveredRuns): string => tellCovered({ covered: [part] }).join();

describe('coverage', () => {
  it('is counted by scenario, hidden ones by category', () => {
    const log = new CoverageLog();
    log.addPlain(place);
    log.addSweep(hidden, 'two 0', [crash(1), crash(1, 1), crash(2), { kind: 'drop', message: 'm' }]);
    for (const fault of [crash(1), crash(1, 1)]) log.addSwept(hidden, 'two 0', fault);
    log.addDrawn({ ...hidden, id: 'three' });
    log.addRepeated(place);
    const { scenarios, directed, sampled, swept } = log.coverage('');
    expect({ directed, sampled, swept }).toEqual({ directed: 1, sampled: 1, swept: 3 });
    expect(scenarios.map(tellScenarioCoverage)).toEqual([
      'One: 1 run as written; 1 run repeated, event for event the same.',
      'crashes: 1 run as written; 1 drawn run; one crash at 1 of the 2 steps (2 runs).',
    ]);
    expect(JSON.stringify(scenarios)).not.toContain('two');
    expect(coveredFurther(scenarios).map(({ title }) => title)).toEqual(['crashes']);
  });

  it('is told in words that can be quoted', () => {
    expect(tell({ kind: 'drawn', runs: 40 })).toBe('40 drawn runs');
    expect(tell({ kind: 'single', fault: 'crash', runs: 131, tried: 131, points: 131 })).toBe(
      'one crash at each of the 131 steps',
    );
    expect(tell({ kind: 'single', fault: 'drop', runs: 9, tried: 9, points: 1200 })).toBe(
      'one lost message, 9 of the 1,200 messages',
    );
    const exhausted = {
      kind: 'exhausted',
      faults: 1,
      kinds: ['drop'],
      cases: 1,
      runs: 5900,
      merged: 0,
      complete: true,
    } as const;
    expect(tell(exhausted)).toBe('all 5,900 runs of this scenario with at most 1 lost message');
    expect(tell({ ...exhausted, faults: 2, kinds: ['drop', 'crash'], cases: 3 })).toBe(
      'all 5,900 runs of these 3 cases with at most 2 faults (lost messages and crashes)',
    );
    expect(tell({ ...exhausted, complete: false, between: { minMs: 0, maxMs: 1500 } })).toBe(
      '5,900 runs of this scenario with at most 1 lost message between 0 and 1,500 ms, not all there are',
    );
    expect(tell({ ...exhausted, faults: 2, merged: 120 })).toBe(
      'all runs of this scenario with at most 2 lost messages: 5,900 to their end, 120 until they had become like another',
    );
  });

  it('of exhaustive searches is summed over the cases', () => {
    const log = new CoverageLog();
    const search = { faults: 1, kinds: ['drop'], runs: 10, merged: 1, complete: true } as const;
    log.addExhausted(place, search);
    log.addExhausted(place, { ...search, complete: false });
    expect(log.coverage('').scenarios[0]?.covered).toEqual([
      { kind: 'exhausted', ...search, cases: 2, runs: 20, merged: 2, complete: false },
    ]);
  });
});
