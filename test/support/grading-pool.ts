/** Grades the course's own programs on all cores, in threads that are locked down like a learner's sandbox. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { bundleExercise } from '../../src/catalog/bundle.ts';
import type { CatalogEntry } from '../../src/catalog/catalog.ts';
import { compileProgram } from '../../src/grader/compile/compile-program.ts';
import type { CompiledProgram } from '../../src/grader/compile/result.ts';
import type { Report } from '../../src/grader/report.ts';
import { loadEsbuildInNode } from '../../src/sandbox/node-esbuild.ts';
import type { GradingJob, GradingResult } from './grading-worker.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What to grade and how. */
export interface GradingRequest {
  readonly entry: CatalogEntry;
  readonly file: string;
  readonly options: GradingJob['options'];
}

/** A pool of grading threads. Make one with {@link openPool}, and close it. */
export class GradingPool {
  private readonly idle: Worker[];
  private readonly all: readonly Worker[];
  private readonly queue: {
    job: GradingJob;
    done: (report: Report) => void;
    failed: (error: Error) => void;
  }[] = [];
  private readonly running = new Map<
    number,
    { done: (report: Report) => void; failed: (error: Error) => void }
  >();
  private readonly compiled = new Map<string, Promise<CompiledProgram>>();
  private readonly modules = new Map<string, Promise<string>>();
  private readonly dir: string;
  private nextId = 0;

  /** @param dir what the pool has built; it goes when the pool is closed */
  constructor(workers: readonly Worker[], dir: string) {
    this.all = workers;
    this.idle = [...workers];
    this.dir = dir;
    for (const worker of workers) {
      worker.on('message', ({ id, report }: GradingResult) => {
        this.running.get(id)?.done(report);
        this.running.delete(id);
        this.idle.push(worker);
        this.pump();
      });
      worker.on('error', (error) => {
        for (const { failed } of this.running.values()) failed(error);
      });
    }
  }

  /** The report of one grading. Rejects when the program does not compile. */
  async grade({ entry, file, options }: GradingRequest): Promise<Report> {
    const exerciseModule = await this.moduleOf(entry);
    const program = await this.compile(file);
    return new Promise((done, failed) => {
      this.queue.push({
        job: { id: this.nextId++, exerciseModule, program, options },
        done,
        failed,
      });
      this.pump();
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((worker) => worker.terminate()));
    await rm(this.dir, { recursive: true, force: true });
  }

  private compile(file: string): Promise<CompiledProgram> {
    let compiling = this.compiled.get(file);
    if (compiling === undefined) {
      compiling = compileFile(file);
      this.compiled.set(file, compiling);
    }
    return compiling;
  }

  private moduleOf(entry: CatalogEntry): Promise<string> {
    let bundling = this.modules.get(entry.dir);
    if (bundling === undefined) {
      bundling = bundleExercise(entry, join(root, 'src'), join(this.dir, 'exercises'));
      this.modules.set(entry.dir, bundling);
    }
    return bundling;
  }

  private pump(): void {
    while (this.idle.length > 0 && this.queue.length > 0) {
      const worker = this.idle.pop();
      const next = this.queue.shift();
      if (worker === undefined || next === undefined) return;
      this.running.set(next.job.id, next);
      worker.postMessage(next.job);
    }
  }
}

/** Compiles a program of the course's own. Rejects when it does not compile. */
export async function compileFile(file: string): Promise<CompiledProgram> {
  const source = await readFile(file, 'utf8');
  const result = await compileProgram(await loadEsbuildInNode(), source, { fileName: file, helpers: [] });
  if (!result.ok) throw new Error(`${file} does not compile: ${result.problems[0]?.message ?? ''}`);
  return result.program;
}

/** Builds the worker and starts one thread a core. */
export async function openPool(threads = cpus().length): Promise<GradingPool> {
  const dir = await mkdtemp(join(tmpdir(), 'partial-failure-'));
  const outfile = join(dir, 'grading-worker.mjs');
  await build({
    entryPoints: [join(root, 'test/support/grading-worker.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
  const workers = Array.from({ length: threads }, () => new Worker(outfile));
  return new GradingPool(workers, dir);
}
