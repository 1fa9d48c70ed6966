/** Grades submissions one after the other in one locked-down realm: see `sharing-worker`. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { compileProgram } from '../../src/grader/compile/compile-program.ts';
import type { Report } from '../../src/grader/report.ts';
import { loadEsbuildInNode } from '../../src/sandbox/node-esbuild.ts';
import type { SharingJob, SharingResult } from './sharing-worker.ts';

/** A running realm. */
export interface SharingRealm {
  /** The report of one submission, with roles `A` (a class) and `f` (a function). */
  grade(source: string): Promise<Report>;
  close(): Promise<void>;
}

/** Bundles the worker and starts it. */
export async function openSharingRealm(): Promise<SharingRealm> {
  const directory = await mkdtemp(join(tmpdir(), 'partial-failure-sharing-'));
  const outfile = join(directory, 'worker.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('./sharing-worker.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'es2022',
    logLevel: 'warning',
  });
  const esbuild = await loadEsbuildInNode();
  const worker = new Worker(outfile);
  let lastId = 0;
  return {
    async grade(source) {
      const compiled = await compileProgram(esbuild, source, {
        fileName: 'test.ts',
        helpers: ['CallError', 'table', 'double'],
      });
      if (!compiled.ok) throw new Error(`does not compile: ${JSON.stringify(compiled.problems)}`);
      const id = (lastId += 1);
      return new Promise<Report>((resolve, reject) => {
        const listen = (result: SharingResult): void => {
          if (result.id !== id) return;
          worker.off('message', listen);
          worker.off('error', reject);
          resolve(result.report);
        };
        worker.on('message', listen);
        worker.once('error', reject);
        worker.postMessage({ id, program: compiled.program } satisfies SharingJob);
      });
    },
    async close() {
      await worker.terminate();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
