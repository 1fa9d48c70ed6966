/**
 * Grades a program in the browser: compiles it in one worker, runs it in another. No React, no DOM besides workers.
 * The same pipeline as on the command line: same source and seed, same report.
 */
import type { Exercise } from '../explore/exercise.ts';
import { errorReport, invalidReport } from '../grader/build-report.ts';
import type { CompiledProgram, CompileResult } from '../grader/compile/result.ts';
import type { GradeOptions, Progress, Report } from '../grader/report.ts';
import { compile, CompilerUnavailable, isCompilerReady, warm } from './browser-compiler.ts';
import type { GradeAnswer, GradeRequest } from './protocol.ts';

export { compile, isCompilerReady, warm };

/** What is being done just now: fetching happens once a browser, starting once a page. */
export type Step = 'fetching-compiler' | 'compiling' | 'starting' | 'running';

/** How to grade, in a browser. */
export interface BrowserGradeOptions extends GradeOptions {
  /** Ends the grading at once; the promise is then rejected with the signal's reason. */
  readonly signal?: AbortSignal;
  readonly onStep?: (step: Step) => void;
}

/** No sign of life for so long, by the wall clock: our fault, whatever the reason. */
const SILENCE_MAX_MS = 30_000;

/** The worker broke or fell silent. */
class GraderFailed extends Error {
  override readonly name = 'GraderFailed';
}

/** Grades programs for one exercise, in a worker that it keeps and can always replace. */
export class BrowserHost {
  private readonly exercise: Exercise;
  private worker: Worker | undefined;
  /** What was compiled last: replays come in rows, of one program. */
  private compiled: { readonly source: string; readonly result: CompileResult } | undefined;
  private lastId = 0;

  constructor(exercise: Exercise) {
    this.exercise = exercise;
  }

  /** Loads the compiler and the worker that grades. */
  warm(): void {
    warm();
    this.take();
  }

  /** Ends the worker; the next grading starts another. */
  dispose(): void {
    this.worker?.terminate();
    this.worker = undefined;
  }

  /**
   * Compiles and grades, or makes one run ({@link GradeOptions.replay}); a program that was compiled just before is not
   * compiled again, so that a replay takes milliseconds. What goes wrong on our side is a report with the verdict `error`; the promise is rejected only
   * when `signal` says so.
   */
  async grade(source: string, options: BrowserGradeOptions): Promise<Report> {
    const { seed, runs, signal, onStep } = options;
    const asked = { seed, ...(runs !== undefined && { runs }) };
    signal?.throwIfAborted();
    try {
      const result = await this.compile(source, options);
      if (!result.ok) return invalidReport(this.exercise, asked, result.problems);
      onStep?.('starting');
      return await this.run(result.program, options);
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof CompilerUnavailable || error instanceof GraderFailed) {
        return errorReport(this.exercise, asked, { code: 'host', message: error.message });
      }
      throw error;
    }
  }

  private async compile(source: string, { signal, onStep }: BrowserGradeOptions): Promise<CompileResult> {
    if (this.compiled?.source === source) return this.compiled.result;
    onStep?.(isCompilerReady() ? 'compiling' : 'fetching-compiler');
    const { id, helpers = {} } = this.exercise;
    const result = await abortable(
      compile({ source, fileName: `${id}.ts`, helpers: Object.keys(helpers) }),
      signal,
    );
    this.compiled = { source, result };
    return result;
  }

  private take(): Worker {
    this.worker ??= new Worker(new URL('./browser-grade-worker.ts', import.meta.url), { name: 'grade' });
    return this.worker;
  }

  private run(
    program: CompiledProgram,
    { seed, runs, withTraces, replay, withOwnFaults, signal, onProgress, onStep }: BrowserGradeOptions,
  ): Promise<Report> {
    const worker = this.take();
    const id = (this.lastId += 1);
    return new Promise<Report>((resolve, reject) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const settle = (): void => {
        clearTimeout(timer);
        worker.removeEventListener('message', onMessage);
        worker.removeEventListener('error', onError);
        signal?.removeEventListener('abort', onAbort);
      };
      const giveUp = (reason: unknown): void => {
        settle();
        worker.terminate();
        if (this.worker === worker) this.worker = undefined;
        reject(reason);
      };
      const watch = (): void => {
        clearTimeout(timer);
        timer = setTimeout(() => giveUp(new GraderFailed(silent)), SILENCE_MAX_MS);
      };
      const onProgressMessage = (progress: Progress): void => {
        onStep?.('running');
        onProgress?.(progress);
      };
      const onMessage = ({ data }: MessageEvent<GradeAnswer>): void => {
        watch();
        if (data.type === 'ready' || data.id !== id) return;
        if (data.type === 'progress') return onProgressMessage(data.progress);
        settle();
        resolve(data.report);
      };
      const onError = (event: ErrorEvent): void => {
        event.preventDefault();
        giveUp(new GraderFailed(broken(event.message)));
      };
      const onAbort = (): void => giveUp(signal?.reason);
      worker.addEventListener('message', onMessage);
      worker.addEventListener('error', onError);
      signal?.addEventListener('abort', onAbort);
      watch();
      worker.postMessage({
        type: 'grade',
        id,
        exercise: this.exercise.id,
        program,
        seed,
        ...(runs !== undefined && { runs }),
        ...(withTraces !== undefined && { withTraces }),
        ...(replay !== undefined && { replay }),
        ...(withOwnFaults !== undefined && { withOwnFaults }),
      } satisfies GradeRequest);
    });
  }
}

const silent =
  'The grader gave no sign of life for 30 seconds and was ended. Your program is not judged. Run again; a regular expression or one very large value can hold it up.';

function broken(message: string | undefined): string {
  if (!navigator.onLine)
    return 'The grader is not in this browser yet, and you are offline. Connect, then run again.';
  const why = message === undefined || message === '' ? 'it could not be loaded' : message;
  return `The grader broke (${why}). Your program is not judged. Run again; if that does not help, reload the page.`;
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
