/**
 * A worker thread with a realm that SES has locked down, for tests: the runner's own realm stays as it is.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { compileProgram } from '../../src/grader/compile/compile-program.ts';
import type { EsbuildLike } from '../../src/grader/compile/esbuild-like.ts';
import { loadEsbuildInNode } from '../../src/sandbox/node-esbuild.ts';
import type { SealedJob, SealedOutcome } from './sealed-realm-worker.ts';

/** A running worker. */
export interface SealedRealm {
  /** Compiles and runs a program there. */
  run(
    source: string,
    options?: Partial<Pick<SealedJob, 'maxSteps' | 'maxDepth' | 'times'>>,
  ): Promise<SealedOutcome>;
  close(): Promise<void>;
}

/** Bundles the worker and starts it. */
export async function startSealedRealm(): Promise<SealedRealm> {
  const base = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url));
  await mkdir(base, { recursive: true });
  const directory = await mkdtemp(join(base, 'sealed-realm-'));
  const file = join(directory, 'worker.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('./sealed-realm-worker.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'es2022',
    outfile: file,
    logLevel: 'warning',
  });
  const esbuild: EsbuildLike = await loadEsbuildInNode();
  const worker = new Worker(file);
  const answers = new Map<number, (outcome: SealedOutcome) => void>();
  let lastId = 0;
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => undefined);
  worker.on('error', (error) => {
    fail(error);
  });
  await Promise.race([
    failed,
    new Promise<void>((resolve) => {
      worker.on('message', (message: 'ready' | SealedOutcome) => {
        if (message === 'ready') resolve();
        else answers.get(message.id)?.(message);
      });
    }),
  ]);
  return {
    async run(source, options = {}) {
      const compiled = await compileProgram(esbuild, source, {
        fileName: 'test.ts',
        helpers: ['double', 'box'],
      });
      if (!compiled.ok) throw new Error(`does not compile: ${JSON.stringify(compiled.problems)}`);
      lastId += 1;
      const job: SealedJob = {
        id: lastId,
        code: compiled.program.code,
        maxSteps: 100_000,
        times: 1,
        ...options,
      };
      worker.postMessage(job);
      return Promise.race([
        failed,
        new Promise<SealedOutcome>((resolve) => {
          answers.set(job.id, resolve);
        }),
      ]);
    },
    async close() {
      await worker.terminate();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
