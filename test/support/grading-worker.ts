/** A locked-down thread that grades the course's own programs, one job after the other. Built by `grading-pool`. */
import { pathToFileURL } from 'node:url';
import { parentPort } from 'node:worker_threads';
import type { LoadedExercise } from '../../src/explore/exercise.ts';
import { gradeProgram, type GradeProgramOptions } from '../../src/grader/grade.ts';
import type { CompiledProgram } from '../../src/grader/compile/result.ts';
import type { Report } from '../../src/grader/report.ts';
import { createEvaluator } from '../../src/sandbox/evaluator.ts';

/** One grading. */
export interface GradingJob {
  readonly id: number;
  readonly exerciseModule: string;
  readonly program: CompiledProgram;
  readonly options: Omit<GradeProgramOptions, 'onProgress'>;
}

/** Its result. */
export interface GradingResult {
  readonly id: number;
  readonly report: Report;
}

const port = parentPort;
if (port === null) throw new Error('This file runs in a worker thread.');
const evaluator = createEvaluator();
const modules = new Map<string, Promise<{ default: LoadedExercise }>>();

port.on('message', (job: GradingJob) => {
  const loading = modules.get(job.exerciseModule) ?? import(pathToFileURL(job.exerciseModule).href);
  modules.set(job.exerciseModule, loading);
  void loading.then(({ default: loaded }) => {
    const report = gradeProgram(loaded, job.program, evaluator, job.options);
    port.postMessage({ id: job.id, report } satisfies GradingResult);
  });
});
