/**
 * Grades a program in the browser: compiles it in one worker, runs it in another. No React, no DOM besides workers.
 * The same pipeline as on the command line: same source and seed, same report.
 */
import type { CompileResult } from '../grader/compile/result.ts';
import type { Progress, Report } from '../grader/report.ts';
import { compile, isCompilerReady, warm } from './browser-compiler.ts';
import {
  gradeWith,
  HostFailure,
  ProgramStopped,
  type Company,
  type Host,
  type HostExercise,
  type HostOptions,
} from './host.ts';
import type { GradeAnswer, GradeJob, GradeRequest, Source } from './protocol.ts';

export { compile, isCompilerReady, warm };

/** No sign of life for so long, by the wall clock: it is told after every run, and what a run may do is counted. */
const SILENCE_MAX_MS = 20_000;

/** Grades in a worker that it keeps and can always replace. */
export class BrowserHost implements Host {
  private worker: Worker | undefined;
  /** What was compiled last: replays come in rows, of one program. */
  private compiled: { readonly key: string; readonly result: CompileResult } | undefined;
  private lastId = 0;

  /** Loads the compiler and the worker that grades. */
  warm(): void {
    warm();
    this.take();
  }

  /** Ends the worker; the next grading starts another. */
  close(): Promise<void> {
    this.worker?.terminate();
    this.worker = undefined;
    return Promise.resolve();
  }

  /** A program that was compiled just before is not compiled again, so that a replay takes milliseconds. */
  grade(target: HostExercise, source: string, options: HostOptions): Promise<Report> {
    const workers = {
      compile: (what: Source, onStep: Company['onStep']) => this.compile(what, onStep),
      run: (job: GradeJob, company: Company) => this.run(job, company),
    };
    return gradeWith(workers, target, source, options);
  }

  private async compile(source: Source, onStep: Company['onStep']): Promise<CompileResult> {
    const key = JSON.stringify(source);
    if (this.compiled?.key === key) return this.compiled.result;
    onStep?.(isCompilerReady() ? 'compiling' : 'fetching-compiler');
    const result = await compile(source);
    this.compiled = { key, result };
    return result;
  }

  private take(): Worker {
    this.worker ??= new Worker(new URL('./browser-grade-worker.ts', import.meta.url), { name: 'grade' });
    return this.worker;
  }

  private run(job: GradeJob, { signal, onProgress, onStep }: Company): Promise<Report> {
    const worker = this.take();
    const id = (this.lastId += 1);
    return new Promise<Report>((resolve, reject) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      let hasBegun = false;
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
        timer = setTimeout(
          () => giveUp(hasBegun ? new ProgramStopped(stopped) : new HostFailure('host', silent)),
          SILENCE_MAX_MS,
        );
      };
      const onProgressMessage = (progress: Progress): void => {
        onStep?.('running');
        onProgress?.(progress);
      };
      const onMessage = ({ data }: MessageEvent<GradeAnswer>): void => {
        watch();
        if (data.type === 'ready' || data.id !== id) return;
        if (data.type === 'began') {
          hasBegun = true;
          return;
        }
        if (data.type === 'progress') return onProgressMessage(data.progress);
        settle();
        resolve(data.report);
      };
      const onError = (event: ErrorEvent): void => {
        event.preventDefault();
        giveUp(new HostFailure('host', broken(event.message)));
      };
      const onAbort = (): void => giveUp(signal?.reason);
      worker.addEventListener('message', onMessage);
      worker.addEventListener('error', onError);
      signal?.addEventListener('abort', onAbort);
      watch();
      worker.postMessage({ type: 'grade', id, job } satisfies GradeRequest);
    });
  }
}

const silent =
  'The grader could not be loaded within 20 seconds. Your program is not judged. Run again; if that does not help, reload the page.';
const stopped =
  'The program was stopped after 20 s in something that cannot be counted, such as a regular expression or one call on a very long list.';

function broken(message: string | undefined): string {
  if (!navigator.onLine)
    return 'The grader is not in this browser yet, and you are offline. Connect, then run again.';
  const why = message === undefined || message === '' ? 'it could not be loaded' : message;
  return `The grader broke (${why}). Your program is not judged. Run again; if that does not help, reload the page.`;
}
