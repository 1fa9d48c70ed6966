/**
 * The Node host: compiles in one child process, grades each submission in a child process of its own. What each wall
 * stops: SES keeps the program from everything but the harness; the permission model keeps the process from files,
 * other processes and add-ons; the memory limit and the watchdog end what cannot be counted.
 */
import type { Report } from '../grader/report.ts';
import {
  gradeWith,
  HostFailure,
  ProgramStopped,
  type Company,
  type Host,
  type HostExercise,
  type HostOptions,
} from './host.ts';
import { NodeCompiler } from './node-compiler.ts';
import { complaintOf, startProcess } from './node-process.ts';
import type { GradeAnswer, GradeJob, GradeRequest, Source } from './protocol.ts';

/** Where the built parts of this host are. */
export interface NodeHostFiles {
  /** `node-child`, built. */
  readonly child: string;
  /** `node-compile-child`, built. */
  readonly compileChild: string;
  /** Folders that both may read: their own code and the exercises' modules. */
  readonly readable: readonly string[];
}

/**
 * The child is ended when it has said nothing for so long: it speaks after every run, and what a run may do is counted.
 * Only a hang in what cannot be counted takes this.
 */
const SILENCE_MAX_MS = 20_000;
/** Memory of a child's heap. */
const HEAP_MAX_MB = 1024;

/** Compiles and grades submissions. Close it when done. */
export class NodeHost implements Host {
  private readonly files: NodeHostFiles;
  private readonly compiler: NodeCompiler;
  private readonly running = new Set<Promise<unknown>>();
  private suspect: Promise<unknown> | undefined;

  constructor(files: NodeHostFiles) {
    this.files = files;
    this.compiler = new NodeCompiler(files.compileChild, files.readable);
  }

  grade(target: HostExercise, source: string, options: HostOptions): Promise<Report> {
    const workers = {
      compile: (what: Source) => this.compiler.compile(what),
      run: (job: GradeJob, company: Company, alone: boolean) => {
        const run = (): Promise<Report> => this.run(job, company);
        return alone ? this.alone(run) : this.beside(run);
      },
    };
    return gradeWith(workers, target, source, options);
  }

  close(): Promise<void> {
    this.compiler.close();
    return Promise.resolve();
  }

  /** Runs a task beside others, but not beside a suspect. */
  private async beside<T>(task: () => Promise<T>): Promise<T> {
    while (this.suspect !== undefined) await this.suspect;
    const run = task();
    this.running.add(run);
    try {
      return await run;
    } finally {
      this.running.delete(run);
    }
  }

  /** Runs a task when no other runs, and lets none begin meanwhile. */
  private async alone<T>(task: () => Promise<T>): Promise<T> {
    while (this.suspect !== undefined) await this.suspect;
    const run = Promise.allSettled(this.running).then(task);
    this.suspect = run.then(
      () => undefined,
      () => undefined,
    );
    try {
      return await run;
    } finally {
      this.suspect = undefined;
    }
  }

  private run(job: GradeJob, { signal, onProgress, onStep }: Company): Promise<Report> {
    return new Promise((resolve, reject) => {
      const { child: file, readable } = this.files;
      const child = startProcess(file, { readable, heapMaxMb: HEAP_MAX_MB });
      const complaint = complaintOf(child);
      let settled = false;
      const settle = (act: () => void): void => {
        if (settled) return;
        settled = true;
        clearTimeout(watchdog);
        signal?.removeEventListener('abort', onAbort);
        child.kill('SIGKILL');
        act();
      };
      const failed = (why: string): void =>
        settle(() => reject(new HostFailure('sandbox', `${why} The submission is not judged.`)));
      // From when a program runs there: what happens can be its doing.
      let hasBegun = false;
      const stopped = (why: string): void =>
        hasBegun ? settle(() => reject(new ProgramStopped(why))) : failed(why);
      const onAbort = (): void => settle(() => reject(signal?.reason));
      signal?.addEventListener('abort', onAbort);
      let watchdog = watch(stopped);
      child.on('message', (answer: GradeAnswer) => {
        clearTimeout(watchdog);
        watchdog = watch(stopped);
        if (answer.type === 'ready') {
          child.send({ type: 'grade', id: 0, job } satisfies GradeRequest);
          onStep?.('running');
        } else if (answer.type === 'began') hasBegun = true;
        else if (answer.type === 'progress') onProgress?.(answer.progress);
        else settle(() => resolve(answer.report));
      });
      child.on('error', (error) => failed(`The grading process could not be run: ${error.message}.`));
      child.on('exit', (code, signal) => {
        // The engine gives up where memory is at its end or a value is too large for it, and says so.
        if (/heap out of memory|allocation failed|fatal javascript/i.test(complaint())) {
          stopped(`The program was stopped: it used more than ${HEAP_MAX_MB} MB of memory.`);
          return;
        }
        const last = complaint().trim().split('\n').at(-1) ?? '';
        failed(`The grading process ended early (${signal ?? `exit ${String(code)}`}). ${last}`);
      });
    });
  }
}

function watch(stopped: (why: string) => void): NodeJS.Timeout {
  return setTimeout(() => {
    stopped(
      `The program was stopped after ${SILENCE_MAX_MS / 1000} s in something that cannot be counted, such as a regular expression or one call on a very long list.`,
    );
  }, SILENCE_MAX_MS);
}
