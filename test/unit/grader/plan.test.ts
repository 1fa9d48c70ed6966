/** In which order a grading makes its runs, and that what it tells does not depend on it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoadedExercise, NodesExercise } from '../../../src/explore/exercise.ts';
import { defineScenario, type AnyScenario } from '../../../src/explore/scenario.ts';
import { gradeProgram, type Evaluator } from '../../../src/grader/grade.ts';
import { tellingFirst } from '../../../src/grader/plan.ts';
import type { Report } from '../../../src/grader/report.ts';
import { plainHost } from '../../support/evaluate-plain.ts';

/** With so many cases; the sweep crashes the node at each of its steps. */
const scenario = (id: string, cases: number, isSwept = false): AnyScenario =>
  defineScenario<number>({
    id,
    title: id,
    visible: true,
    category: id,
    endMs: 100,
    cases: Array.from({ length: cases }, (_, index) => index),
    nodes: () => [{ id: 'a', role: 'a' }],
    script: () => undefined,
    ...(isSwept && { sweep: { crash: { nodes: ['a'], restartAfterMs: 10 } } }),
  });

const scenarios = [scenario('one', 3), scenario('two', 2, true), scenario('three', 4, true)];
const placesOf = (telling?: readonly string[]): string[] =>
  tellingFirst(scenarios, telling).map(
    ({ kind, scenario: { id }, caseIndex }) => `${kind} ${id}#${caseIndex}`,
  );

describe('the plan of a grading', () => {
  it('has all cases, then all sweeps, where nothing is known', () => {
    expect(placesOf()).toEqual([
      ...['case one#0', 'case one#1', 'case one#2', 'case two#0', 'case two#1'],
      ...['case three#0', 'case three#1', 'case three#2', 'case three#3'],
      ...['sweep two#0', 'sweep two#1'],
      ...['sweep three#0', 'sweep three#1', 'sweep three#2', 'sweep three#3'],
    ]);
  });

  it('begins with what is telling, in that order, and leaves out what is not there', () => {
    const places = placesOf(['three#2', 'gone#0', 'two sweep', 'one#1', 'one#99']);
    expect(places.slice(0, 5)).toEqual([
      'case three#2',
      'sweep two#0',
      'sweep two#1',
      'case one#1',
      'case one#0',
    ]);
  });

  it('has every run once, whatever is telling', () => {
    const telling = fc.array(
      fc.constantFrom('one#0', 'one#2', 'two#1', 'three#3', 'two sweep', 'three sweep'),
    );
    fc.assert(
      fc.property(telling, (some) => {
        expect(placesOf(some).sort()).toEqual(placesOf().sort());
      }),
      { seed: 7, numRuns: 100 },
    );
  });
});

const exercise: NodesExercise = {
  kind: 'nodes',
  id: 'quiet',
  title: 'Quiet',
  summary: 'Does nothing.',
  lesson: 'none',
  version: 1,
  difficulty: 'easy',
  minutes: 1,
  prerequisites: [],
  roles: { a: { export: 'A', shape: 'class' } },
  properties: [
    { id: 'odd', means: 'Odd cases are right.', kind: 'safety', points: 1 },
    { id: 'whole', means: 'Crashes are right.', kind: 'safety', points: 1 },
  ],
  model: { timing: '', nodes: '', network: '', clocks: '', never: '' },
};

/** A grading in which odd cases of `three` break one property, and all crashes the other; and when that was known. */
function gradeWith(telling?: readonly string[]): { report: Report; foundAt: number } {
  const loaded: LoadedExercise = {
    exercise,
    scenarios,
    checks: {
      check: (run) => [
        {
          property: 'odd',
          status: run.scenario === 'three' && Number(run.case) % 2 === 1 ? 'broken' : 'held',
        },
        { property: 'whole', status: run.faults.length > 0 ? 'broken' : 'held' },
      ],
      explain: ({ property }, run) => `${property} in case ${String(run.case)} of ${run.scenario}`,
    },
    ...(telling !== undefined && { misconceptions: { sources: '', known: [], telling } }),
  };
  const evaluator: Evaluator = {
    evaluate: () => () => ({ A: class {} }),
    ...plainHost,
  };
  let foundAt = 0;
  const onProgress = ({ broken, runsDone }: { broken: number; runsDone: number }): void => {
    if (broken > 0 && foundAt === 0) foundAt = runsDone;
  };
  const report = gradeProgram(loaded, { code: '', exports: ['A'] }, evaluator, { seed: '1', onProgress });
  return { report, foundAt };
}

describe('a grading', () => {
  it('finds out sooner what is wrong, and tells the same', () => {
    const plain = gradeWith();
    expect(plain.foundAt).toBe(7);
    expect(plain.report.failures.map(({ summary }) => summary)).toEqual([
      'odd in case 1 of three',
      'whole in case 0 of two',
    ]);
    for (const telling of [['three#3'], ['three sweep', 'three#3', 'two sweep'], ['three#2', 'three#1']]) {
      const { report, foundAt } = gradeWith(telling);
      expect(report).toEqual(plain.report);
      expect(foundAt).toBeLessThan(4);
    }
  });
});
