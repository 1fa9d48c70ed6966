/**
 * A locked-down realm, like that of a browser's worker, in which submissions are graded one after the other. Its exercise
 * hands programs all that an exercise can: lists and objects as arguments, a hand, helpers, a file, all capabilities.
 */
import { parentPort } from 'node:worker_threads';
import type { LoadedExercise } from '../../src/explore/exercise.ts';
import { defineScenario } from '../../src/explore/scenario.ts';
import type { CompiledProgram } from '../../src/grader/compile/result.ts';
import { gradeProgram } from '../../src/grader/grade.ts';
import type { Report } from '../../src/grader/report.ts';
import { createEvaluator } from '../../src/sandbox/evaluator.ts';

/** A submission. */
export interface SharingJob {
  readonly id: number;
  readonly program: CompiledProgram;
}

/** What became of it. */
export interface SharingResult {
  readonly id: number;
  readonly report: Report;
}

class CallError extends Error {}
const PEERS = ['a1', 'a2'];
const SETTINGS = { ttlMs: 10, names: ['x'], of: { deep: [1] } };

const scenario = defineScenario({
  id: 'shared',
  title: 'shared',
  visible: true,
  category: 'shared',
  endMs: 3000,
  nodes: () => [
    ...PEERS.map((id) => ({
      id,
      role: 'a',
      args: (hand: (name: string) => unknown) => [PEERS, SETTINGS, hand('deliver')],
    })),
    { id: 'f1', role: 'f' },
  ],
  script: (script) => {
    for (const [i, id] of PEERS.entries()) {
      script.at(100 + i, () => script.call(id, 'go', [SETTINGS]));
      script.at(1500 + i, () => script.call(id, 'go', [SETTINGS]));
    }
    script.at(120, () => script.call('f1', 'f', [SETTINGS]));
    script.at(1520, () => script.call('f1', 'f', [SETTINGS]));
  },
  faults: () => [{ kind: 'crash', at: { node: 'a1', atMs: 1000 }, restartAfterMs: 50 }],
  sample: { runs: 3, mix: { untilMs: 1000, dropPercent: 10 } },
});

const exercise: LoadedExercise = {
  exercise: {
    kind: 'nodes',
    id: 'shared',
    title: '',
    summary: '',
    lesson: '',
    version: 1,
    difficulty: 'easy',
    minutes: 1,
    prerequisites: [],
    roles: { a: { export: 'A', shape: 'class' }, f: { export: 'f', shape: 'function' } },
    grant: ['interval', 'file'],
    helpers: { CallError, table: { rows: [[1, 2]] }, double: (n: number): number => n * 2 },
    limits: { eventsPerRun: 20_000, stepsPerTurn: 5_000_000, depth: 400 },
    properties: [{ id: 'returns', means: 'Calls return.', kind: 'safety', points: 1 }],
    model: { timing: '', nodes: '', network: '', clocks: '', never: '' },
  },
  scenarios: [scenario],
  checks: {
    check: ({ operations }) =>
      operations.some(({ status }) => status === 'threw')
        ? [{ property: 'returns', status: 'broken' }]
        : operations.some(({ status }) => status === 'ok')
          ? [{ property: 'returns', status: 'held' }]
          : [],
    explain: () => 'A call threw.',
  },
};

const port = parentPort;
if (port === null) throw new Error('This file runs in a worker thread.');
const evaluator = createEvaluator();
port.on('message', ({ id, program }: SharingJob) => {
  const report = gradeProgram(exercise, program, evaluator, { seed: '1' });
  port.postMessage({ id, report } satisfies SharingResult);
});
