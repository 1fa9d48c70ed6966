/**
 * Grades a program in a worker of a browser page, once for each seed: the same code as `grading-worker`, for another
 * engine. Built by `browser-engine`.
 */
import type { LoadedExercise } from '../../src/explore/exercise.ts';
import type { CompiledProgram } from '../../src/grader/compile/result.ts';
import { gradeProgram } from '../../src/grader/grade.ts';
import { createEvaluator } from '../../src/sandbox/evaluator.ts';

/** Sent to the worker: an exercise's module as text, and a program. */
export interface EngineJob {
  readonly exerciseModule: string;
  readonly program: CompiledProgram;
  readonly seeds: readonly string[];
  /** How many runs to sample in a grading; default: what the exercise says. */
  readonly runs?: number;
  /** End the grading when this property is broken. */
  readonly stopWhenBroken?: string;
}

/** What came of it: for each seed the report, with its trace hash, as JSON. */
export type EngineAnswer = { readonly reports: readonly string[] } | { readonly error: string };

addEventListener('message', ({ data }: MessageEvent<EngineJob>) => {
  gradeAll(data)
    .catch((thrown: unknown): EngineAnswer => ({ error: String(thrown) }))
    .then((answer) => postMessage(answer));
});

async function gradeAll({
  exerciseModule,
  program,
  seeds,
  runs,
  stopWhenBroken,
}: EngineJob): Promise<EngineAnswer> {
  const evaluator = createEvaluator();
  const address = URL.createObjectURL(new Blob([exerciseModule], { type: 'text/javascript' }));
  const { default: loaded } = (await import(address)) as { default: LoadedExercise };
  const reports = seeds.map((seed) =>
    JSON.stringify(
      gradeProgram(loaded, program, evaluator, {
        seed,
        hashTraces: true,
        ...(runs !== undefined && { runs }),
        ...(stopWhenBroken !== undefined && { stopWhenBroken }),
      }),
    ),
  );
  return { reports };
}
