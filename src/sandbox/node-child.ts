/**
 * The process in which one submission is graded: locked down, and started under Node's permission model, so that
 * it can read the grader's own modules and do nothing else.
 */
import { pathToFileURL } from 'node:url';
import type { LoadedExercise } from '../explore/exercise.ts';
import { gradeProgram } from '../grader/grade.ts';
import type { GradeAnswer, GradeRequest } from './protocol.ts';
import { createEvaluator } from './evaluator.ts';

function send(answer: GradeAnswer): void {
  process.send?.(answer);
}

process.once('message', ({ id, job: { module, program, settings } }: GradeRequest) => {
  void (async () => {
    const loaded: { default: LoadedExercise } = await import(pathToFileURL(module).href);
    const report = gradeProgram(loaded.default, program, createEvaluator(), {
      ...settings,
      onProgress: (progress) => send({ type: 'progress', id, progress }),
    });
    process.send?.({ type: 'report', id, report } satisfies GradeAnswer, () => process.exit(0));
  })();
});

send({ type: 'ready' });
