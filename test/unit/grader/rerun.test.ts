/** A grading makes the first run of each scenario twice, and stops when they differ. */
import { describe, expect, it } from 'vitest';
import { defineScenario } from '../../../src/explore/scenario.ts';
import type { LoadedExercise } from '../../../src/explore/exercise.ts';
import { gradeProgram, type Evaluator } from '../../../src/grader/grade.ts';
import type { Report } from '../../../src/grader/report.ts';
import { plainHost } from '../../support/evaluate-plain.ts';
import type { ProgramFactory } from '../../../src/sim/program.ts';

const loaded: LoadedExercise = {
  exercise: {
    kind: 'nodes',
    id: 'echo',
    title: 'Echo',
    summary: 'Logs.',
    lesson: 'none',
    version: 1,
    difficulty: 'easy',
    minutes: 1,
    prerequisites: [],
    roles: { a: { export: 'A', shape: 'class' } },
    properties: [{ id: 'runs', means: 'It runs.', kind: 'safety', points: 1 }],
    model: { timing: '', nodes: '', network: '', clocks: '', never: '' },
  },
  scenarios: ['one', 'two'].map((id) =>
    defineScenario({
      id,
      title: id,
      visible: true,
      category: id,
      endMs: 100,
      nodes: () => [{ id: 'a', role: 'a' }],
      script: () => undefined,
    }),
  ),
  checks: { check: () => [{ property: 'runs', status: 'held' }], explain: () => '' },
};

function gradeFactory(factory: ProgramFactory): Report {
  const evaluator: Evaluator = {
    evaluate: () => factory,
    ...plainHost,
  };
  const program = { code: '', exports: ['A'] };
  return gradeProgram(loaded, program, evaluator, { seed: '1' });
}

/** A node that logs what `text` gives when it boots. */
const logging =
  (text: () => string): ProgramFactory =>
  () => ({
    A: class {
      constructor(node: { log: (text: string) => void }) {
        node.log(text());
      }
    },
  });

describe('a grading', () => {
  it('says how many runs it has made a second time', () => {
    const report = gradeFactory(logging(() => 'always'));
    expect(report.verdict).toBe('pass');
    expect(report.coverage.runs).toBe(2);
    expect(report.coverage.scenarios.map(({ covered }) => covered)).toEqual([
      [
        { kind: 'plain', runs: 1 },
        { kind: 'repeated', runs: 1 },
      ],
      [
        { kind: 'plain', runs: 1 },
        { kind: 'repeated', runs: 1 },
      ],
    ]);
  });

  it('is an error, not a verdict, when the same run comes out differently', () => {
    let runs = 0;
    const report = gradeFactory(logging(() => `run ${runs++}`));
    expect(report.verdict).toBe('error');
    expect(report.score).toBeNull();
    expect(report.problems[0]?.code).toBe('harness');
    expect(report.problems[0]?.message).toContain('came out differently the second time');
    expect(report.problems[0]?.message).toContain('not judged');
  });
});
