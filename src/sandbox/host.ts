/** What both hosts do, the browser's and Node's: compile a source, have it graded elsewhere, always give a report. */
import type { Exercise } from '../explore/exercise.ts';
import { errorReport, invalidReport, stoppedReport } from '../grader/build-report.ts';
import type { CompileResult } from '../grader/compile/result.ts';
import type { Progress, Report } from '../grader/report.ts';
import type { GradeJob, GradeSettings, Source } from './protocol.ts';

/** What is being done just now: fetching happens once a browser, starting once a page. */
export type Step = 'fetching-compiler' | 'compiling' | 'starting' | 'running';

/** An exercise as a host needs it: what it says of itself, and where the one who grades finds the rest. */
export interface HostExercise {
  readonly exercise: Exercise;
  /** In Node the file of a module of `catalog/bundle`, in the browser the exercise's id. */
  readonly module: string;
}

/** Whom to tell how far it is, and who may end it. */
export interface Company {
  readonly onProgress?: (progress: Progress) => void;
  readonly onStep?: (step: Step) => void;
  /** Ends the grading at once; the promise is then rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** How a host grades one source. */
export interface HostOptions extends GradeSettings, Company {
  /** The source's name in messages; default: the exercise's id and `.ts`. */
  readonly fileName?: string;
}

/** Grades programs. Close it when done. */
export interface Host {
  /**
   * Compiles and grades one source text, or makes one run of it (`replay`). What goes wrong on our side is a report
   * with the verdict `error`; the promise is rejected only when `signal` says so.
   */
  grade(target: HostExercise, source: string, options: HostOptions): Promise<Report>;
  close(): Promise<void>;
}

/** Something of ours broke or fell silent: the submission is not judged. The message says it to whoever grades. */
export class HostFailure extends Error {
  override readonly name = 'HostFailure';
  readonly code: 'compiler' | 'sandbox' | 'host';

  constructor(code: HostFailure['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * The program hung in what cannot be counted, or took all memory. It is tried once more with nothing beside it, for a
 * machine with too much to do may be the reason; then it is the program's fault.
 */
export class ProgramStopped extends Error {
  override readonly name = 'ProgramStopped';
}

/** What differs between hosts: where programs are compiled and where they run. Both fail with {@link HostFailure}. */
export interface Workers {
  compile(source: Source, onStep: Company['onStep']): Promise<CompileResult>;
  /**
   * Rejects with the signal's reason when it is aborted, with {@link ProgramStopped} when the program had to be ended.
   *
   * @param alone nothing else may run meanwhile
   */
  run(job: GradeJob, company: Company, alone: boolean): Promise<Report>;
}

/** {@link Host.grade}, for a host with such workers. */
export async function gradeWith(
  workers: Workers,
  { exercise, module }: HostExercise,
  source: string,
  { fileName = `${exercise.id}.ts`, onProgress, onStep, signal, ...settings }: HostOptions,
): Promise<Report> {
  const company = {
    ...(onProgress !== undefined && { onProgress }),
    ...(onStep !== undefined && { onStep }),
    ...(signal !== undefined && { signal }),
  };
  signal?.throwIfAborted();
  try {
    const helpers = Object.keys(exercise.helpers ?? {});
    const compiled = await abortable(workers.compile({ source, fileName, helpers }, onStep), signal);
    if (!compiled.ok) return invalidReport(exercise, settings, compiled.problems);
    onStep?.('starting');
    const job = { module, program: compiled.program, settings };
    try {
      return await workers.run(job, company, false);
    } catch (thrown) {
      if (!(thrown instanceof ProgramStopped)) throw thrown;
      return await workers.run(job, company, true);
    }
  } catch (thrown) {
    signal?.throwIfAborted();
    if (thrown instanceof ProgramStopped)
      return stoppedReport(
        exercise,
        settings,
        `${thrown.message} It was tried twice, the second time alone.`,
      );
    if (!(thrown instanceof HostFailure)) throw thrown;
    return errorReport(exercise, settings, { code: thrown.code, message: thrown.message });
  }
}

/** Rejects as soon as the signal says so; the promise itself runs on, and its result is dropped. */
function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
