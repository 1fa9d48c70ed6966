/**
 * The process in which one submission is graded: locked down, and started under Node's permission model, so that
 * it can read the grader's own modules and do nothing else.
 */
import { pathToFileURL } from 'node:url';
import type { LoadedExercise } from '../explore/exercise.ts';
import { gradeProgram } from '../grader/grade.ts';
import type { Replay } from '../grader/replay-token.ts';
import type { CompiledProgram } from '../grader/compile/result.ts';
import type { GradeAnswer } from './protocol.ts';
import { createEvaluator } from './evaluator.ts';

/** What the parent sends, once. */
export interface ChildRequest {
  /** A module of `catalog/bundle`. */
  readonly exerciseModule: string;
  readonly program: CompiledProgram;
  readonly seed: string;
  readonly runs?: number;
  readonly rates?: 'fast' | 'slow' | 'true';
  readonly replay?: Replay;
}

function send(answer: GradeAnswer): void {
  process.send?.(answer);
}

process.once('message', (request: ChildRequest) => {
  void (async () => {
    const { exerciseModule, program, seed, runs, rates, replay } = request;
    const module: { default: LoadedExercise } = await import(pathToFileURL(exerciseModule).href);
    const report = gradeProgram(module.default, program, createEvaluator(), {
      seed,
      ...(runs !== undefined && { runs }),
      ...(rates !== undefined && { rates }),
      ...(replay !== undefined && { replay }),
      onProgress: (progress) => send({ type: 'progress', id: 0, progress }),
    });
    process.send?.({ type: 'report', id: 0, report } satisfies GradeAnswer, () => process.exit(0));
  })();
});

send({ type: 'ready' });
