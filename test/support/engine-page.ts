/**
 * Grades programs in a worker of a browser page and gives their trace hashes: the same code as `grading-worker`, for
 * another engine. Built by `test/site/engines.test.ts`.
 */
import type { LoadedExercise } from '../../src/explore/exercise.ts';
import type { CompiledProgram } from '../../src/grader/compile/result.ts';
import { gradeProgram } from '../../src/grader/grade.ts';
import type { Report } from '../../src/grader/report.ts';
import { createEvaluator } from '../../src/sandbox/evaluator.ts';

/** Sent to the worker: an exercise's module as text, and programs. */
export interface EngineJob {
  readonly exerciseModule: string;
  readonly programs: readonly CompiledProgram[];
  readonly seed: string;
  readonly runs: number;
}

const evaluator = createEvaluator();

addEventListener('message', (event: MessageEvent<EngineJob>) => {
  const { exerciseModule, programs, seed, runs } = event.data;
  void (async () => {
    const address = URL.createObjectURL(new Blob([exerciseModule], { type: 'text/javascript' }));
    const { default: loaded } = (await import(address)) as { default: LoadedExercise };
    const reports: Report[] = programs.map((program) =>
      gradeProgram(loaded, program, evaluator, { seed, runs, hashTraces: true }),
    );
    postMessage(reports);
  })();
});
