/** Fault lists as submissions: what is allowed, and what is said of faults that never happened. */
import { describe, expect, it } from 'vitest';
import type { AttackExercise, AttackTarget } from '../../../src/explore/exercise.ts';
import { defineScenario } from '../../../src/explore/scenario.ts';
import { gradeAttack } from '../../../src/grader/grade-attack.ts';
import type { Report } from '../../../src/grader/report.ts';
import { ofKind } from '../../../src/sim/trace.ts';
import { subjectOf } from '../../support/simulate.ts';

const exercise: AttackExercise = {
  kind: 'attack',
  id: 'test',
  title: 'Test',
  summary: 'Test.',
  lesson: 'test',
  version: 1,
  difficulty: 'easy',
  minutes: 1,
  prerequisites: [],
  exports: ['attack'],
  properties: [{ id: 'breaks', means: 'The message does not arrive.', kind: 'safety', points: 1 }],
};

const target: AttackTarget = {
  export: 'attack',
  title: 'one message',
  scenario: defineScenario({
    id: 'one-message',
    title: 'One message',
    visible: true,
    category: 'attack',
    endMs: 100,
    systemModel: { timing: 'synchronous', nodes: 'none', network: 'fair-loss', clocks: 'exact' },
    nodes: () => [
      { id: 'a', course: (me) => (me.send('b', 'hello'), {}) },
      { id: 'b', course: (me) => ({ onMessage: (_from, message) => me.note('heard', message) }) },
    ],
    script: () => undefined,
  }),
  breaks: 'heard',
  property: 'breaks',
  faultsMax: 2,
  allows: () => true,
  check: (run) => [
    { property: 'heard', status: run.trace.some(ofKind('note')) ? 'held' : 'broken', code: 'lost' },
  ],
};

async function grade(attack: unknown): Promise<Report> {
  const { runtime } = await subjectOf('export class A {}');
  const loaded = {
    exercise,
    targets: [target],
    explain: ({ data }: { data?: object }) => JSON.stringify(data),
  };
  return gradeAttack(loaded, () => ({ attack }), runtime, { seed: 'test' });
}

describe('an attack', () => {
  it('passes when it breaks the system', async () => {
    const report = await grade([{ kind: 'drop', message: 'send a>b 0.0' }]);
    expect(report).toMatchObject({ verdict: 'pass', problems: [] });
  });

  it('is told which of its faults never happened', async () => {
    const report = await grade([
      { kind: 'drop', message: 'send a>b 0.0' },
      { kind: 'drop', message: 'send a>b 0.7' },
    ]);
    expect(report.verdict).toBe('pass');
    expect(report.problems).toEqual([
      expect.objectContaining({
        code: 'fault-unfired',
        message: expect.stringContaining('attack: fault number 2, of kind "drop", never happened.'),
      }),
    ]);
  });

  it('is refused when the system model of its target excludes a fault', async () => {
    const report = await grade([{ kind: 'corrupt', message: 'send a>b 0.0', draw: 0 }]);
    expect(report.verdict).toBe('fail');
    expect(report.failures[0]?.summary).toContain(
      'a fault of kind corrupt that the system model does not allow',
    );
  });
});
