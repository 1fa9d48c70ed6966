/**
 * The process in which one submission is graded: locked down, and started under Node's permission model, so that
 * it can read the grader's own modules and do nothing else.
 */
import { pathToFileURL } from 'node:url';
import type { LoadedExercise } from '../explore/exercise.ts';
import { gradeProgram } from '../grader/grade.ts';
import type { GradeAnswer, GradeRequest } from './protocol.ts';
import { createEvaluator } from './evaluator.ts';
import { secretSeeds } from './node-secret-seeds.ts';

/** A message for every run would cost as much as short runs do. */
const PROGRESS_EVERY_MS = 50;

function send(answer: GradeAnswer): void {
  process.send?.(answer);
}

process.once('message', ({ id, job: { module, program, settings } }: GradeRequest) => {
  void (async () => {
    const loaded: { default: LoadedExercise } = await import(pathToFileURL(module).href);
    send({ type: 'began', id });
    let toldAt = -Infinity;
    const { secret, ...options } = settings;
    const report = gradeProgram(loaded.default, program, createEvaluator(), {
      ...options,
      ...(secret !== undefined && { seedOf: secretSeeds(secret, settings.seed) }),
      onProgress: (progress) => {
        const now = performance.now();
        if (now - toldAt < PROGRESS_EVERY_MS) return;
        toldAt = now;
        send({ type: 'progress', id, progress });
      },
    });
    process.send?.({ type: 'report', id, report } satisfies GradeAnswer, () => process.exit(0));
  })();
});

send({ type: 'ready' });
