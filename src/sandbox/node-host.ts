/**
 * The Node host: compiles in a worker thread, grades each submission in a child process of its own. What each wall
 * stops: SES keeps the program from everything but the harness; the permission model keeps the process from files,
 * other processes and add-ons; the memory limit and the watchdog end what cannot be counted.
 */
import { fork } from 'node:child_process';
import { Worker } from 'node:worker_threads';
import type { CompileResult } from '../grader/compile/result.ts';
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
import type {
  CompileAnswer,
  CompileRequest,
  GradeAnswer,
  GradeJob,
  GradeRequest,
  Source,
} from './protocol.ts';

/** Where the built parts of this host are. */
export interface NodeHostFiles {
  /** `node-child`, built. */
  readonly child: string;
  /** `node-compile-worker`, built. */
  readonly compileWorker: string;
  /** Folders that the child may read: its own code and the exercises' modules. */
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
    this.compiler = new NodeCompiler(files.compileWorker);
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

  async close(): Promise<void> {
    await this.compiler.close();
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
      const child = fork(this.files.child, {
        execArgv: childArguments(this.files.readable),
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
        env: {},
      });
      let complaint = '';
      child.stderr?.on('data', (chunk: Buffer) => {
        complaint = (complaint + chunk.toString('utf8')).slice(-2000);
      });
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
        if (/heap out of memory|allocation failed|fatal javascript/i.test(complaint)) {
          stopped(`The program was stopped: it used more than ${HEAP_MAX_MB} MB of memory.`);
          return;
        }
        const last = complaint.trim().split('\n').at(-1) ?? '';
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

function childArguments(readable: readonly string[]): string[] {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const permission =
    major > 23 || (major === 23 && minor >= 5) || (major === 22 && minor >= 13)
      ? '--permission'
      : '--experimental-permission';
  return [
    permission,
    '--no-warnings',
    `--max-old-space-size=${HEAP_MAX_MB}`,
    ...readable.map((folder) => `--allow-fs-read=${folder}`),
  ];
}

/** Compiles in a worker thread, one source at a time; the thread is replaced when the compiler breaks. */
class NodeCompiler {
  private readonly file: string;
  private worker: Worker | undefined;
  private nextId = 0;
  private readonly waiting = new Map<
    number,
    { resolve: (result: CompileResult) => void; reject: (error: Error) => void }
  >();

  constructor(file: string) {
    this.file = file;
  }

  /** Tries once more on a fresh worker when the compiler breaks; {@link HostFailure} when it breaks again. */
  async compile(source: Source): Promise<CompileResult> {
    try {
      return await this.ask(source);
    } catch {
      return this.ask(source).catch((thrown: unknown) => {
        const message = `The compiler failed: ${String(thrown)} The submission is not judged. Try again.`;
        throw new HostFailure('compiler', message);
      });
    }
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
    this.worker = undefined;
  }

  private ask(source: Source): Promise<CompileResult> {
    const worker = (this.worker ??= this.start());
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      const request: CompileRequest = { type: 'compile', id, ...source };
      worker.postMessage(request);
    });
  }

  private start(): Worker {
    const worker = new Worker(this.file);
    worker.on('message', (answer: CompileAnswer) => {
      if (answer.type === 'ready') return;
      const waiting = this.waiting.get(answer.id);
      this.waiting.delete(answer.id);
      if (answer.type === 'compiled') waiting?.resolve(answer.result);
      else {
        waiting?.reject(new Error(answer.message));
        this.replace(worker, answer.message);
      }
    });
    worker.on('error', (error) => this.replace(worker, error.message));
    return worker;
  }

  private replace(worker: Worker, why: string): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    void worker.terminate();
    for (const { reject } of this.waiting.values()) reject(new Error(why));
    this.waiting.clear();
  }
}
