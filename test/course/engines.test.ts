/** The same source and seed give the same runs in Node and in Chromium, event for event. */
import { mkdtemp, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleExercise } from '../../src/catalog/bundle.ts';
import { readCatalog } from '../../src/catalog/catalog.ts';
import { compileProgram } from '../../src/grader/compile/compile-program.ts';
import type { CompiledProgram } from '../../src/grader/compile/result.ts';
import type { Report } from '../../src/grader/report.ts';
import { loadEsbuildInNode } from '../../src/sandbox/node-esbuild.ts';
import type { EngineJob } from '../support/engine-page.ts';
import { root } from '../support/figures.ts';
import { openPool, type GradingPool } from '../support/grading-pool.ts';
import { launchBrowser } from '../site/browser.ts';

const entries = readCatalog(join(root, 'exercises'), join(root, 'solutions'));
const SEED = 'engines';
/** Few samples: cases and sweeps are whole anyway. */
const RUNS = 20;

let browser: Browser;
let page: Page;
let server: Server;
let pool: GradingPool;

beforeAll(async () => {
  const bundle = await build({
    entryPoints: [join(root, 'test/support/engine-page.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
  });
  const script = bundle.outputFiles[0]?.text ?? '';
  server = createServer((request, response) => {
    const isScript = request.url === '/worker.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : '<!doctype html><title>engines</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await launchBrowser();
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  pool = await openPool(1);
});

afterAll(async () => {
  await pool.close();
  await browser.close();
  server.close();
});

/** Runs in the page. */
function gradeInWorker(job: EngineJob): Promise<Report[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker('/worker.js', { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<Report[]>) => {
      worker.terminate();
      resolve(data);
    };
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(job);
  });
}

describe.each(entries.map((entry) => [entry.id, entry] as const))('%s', (_id, entry) => {
  it('has the same traces, verdicts and counterexamples in both engines', async () => {
    const [mutant] = entry.mutants;
    if (entry.solution === undefined || mutant === undefined) throw new Error('There is nothing to grade.');
    const files = [entry.solution, mutant.file];
    const esbuild = await loadEsbuildInNode();
    const programs: CompiledProgram[] = [];
    for (const file of files) {
      const result = await compileProgram(esbuild, await readFile(file, 'utf8'), {
        fileName: file,
        helpers: [],
      });
      if (!result.ok) throw new Error(result.problems[0]?.message);
      programs.push(result.program);
    }
    const module = await bundleExercise(entry, join(root, 'src'), await mkdtemp(join(tmpdir(), 'engines-')));
    const job: EngineJob = {
      exerciseModule: await readFile(module, 'utf8'),
      programs,
      seed: SEED,
      runs: RUNS,
    };
    const inBrowser = await page.evaluate(gradeInWorker, job);
    const options = { seed: SEED, runs: RUNS, hashTraces: true };
    const inNode = await Promise.all(files.map((file) => pool.grade({ entry, file, options })));
    expect(inBrowser[0]?.coverage.traceHash).toMatch(/^[0-9a-f]{16}$/);
    expect(inBrowser).toEqual(inNode);
    expect(inNode.map(({ verdict }) => verdict)).toEqual(['pass', 'fail']);
  });
});
