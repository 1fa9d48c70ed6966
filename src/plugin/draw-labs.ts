/** Pictures of labs' runs, made by the simulator and drawn when the site is built. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import * as esbuild from 'esbuild';
import { compileProgram } from '../grader/compile/compile-program.ts';
import type { Values } from '../labs/controls.ts';

/** A picture that is wanted. */
export interface Drawing {
  /** Name of a folder in `src/labs/`. */
  readonly lab: string;
  /** Where they are not as at first. */
  readonly values: Values;
  /** The whole run, or what of it may be seen before the question is answered. */
  readonly part: 'whole' | 'before';
  readonly title: string;
  /** Of the column that it is drawn for, in px. */
  readonly room: number;
  /** Along time, in px. */
  readonly height: number;
}

/** A run as a picture that needs no JavaScript. */
export interface DrawnRun {
  readonly svg: string;
  /** What it shows, in a sentence or two. */
  readonly told: string;
}

/** What the thread that draws is given. */
export interface DrawWork {
  /** By name: the built module of the lab, and the code of its program. */
  readonly labs: Readonly<Record<string, { readonly module: string; readonly code: string }>>;
  readonly drawings: readonly Drawing[];
}

/**
 * Draws runs of the labs in a folder: for each drawing its picture, or nothing where a lab shows nothing beforehand.
 *
 * @throws Error when a lab is not there, does not compile, or cannot be run
 */
export async function drawLabs(
  folder: string,
  drawings: readonly Drawing[],
): Promise<readonly (DrawnRun | undefined)[]> {
  const ids = [...new Set(drawings.map(({ lab }) => lab))];
  const dir = await mkdtemp(join(tmpdir(), 'partial-failure-'));
  try {
    const worker = fileURLToPath(new URL('./draw-worker.ts', import.meta.url));
    await esbuild.build({
      entryPoints: [
        { in: worker, out: 'worker' },
        ...ids.map((id) => ({ in: join(folder, id, 'lab.ts'), out: id })),
      ],
      outdir: dir,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      logLevel: 'warning',
    });
    const labs = await Promise.all(
      ids.map(async (id) => [id, { module: join(dir, `${id}.mjs`), code: await compiled(folder, id) }]),
    );
    const work: DrawWork = { labs: Object.fromEntries(labs), drawings };
    return await drawnBy(join(dir, 'worker.mjs'), work);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** The program of a lab, compiled as a learner’s is. */
export async function compiled(folder: string, id: string): Promise<string> {
  const source = await readFile(join(folder, id, 'program.ts'), 'utf8');
  const fileName = `src/labs/${id}/program.ts`;
  const result = await compileProgram(esbuild, source, { fileName, helpers: [] });
  if (result.ok) return result.program.code;
  const problems = result.problems.map(({ line, message }) => `${line ?? '?'}: ${message}`);
  throw new Error(`${fileName} does not compile.\n${problems.join('\n')}`);
}

function drawnBy(file: string, work: DrawWork): Promise<readonly (DrawnRun | undefined)[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(file, { workerData: work });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
