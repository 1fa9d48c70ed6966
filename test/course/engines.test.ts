/**
 * The same source and seed give the same runs in Node and in Chromium, event for event. `npm run test:engines` compares
 * all programs, in Firefox too.
 */
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleExercise } from '../../src/catalog/bundle.ts';
import { readCatalog } from '../../src/catalog/catalog.ts';
import type { Report } from '../../src/grader/report.ts';
import { openChromiumEngine, type BrowserEngine } from '../support/browser-engine.ts';
import { root } from '../support/figures.ts';
import { compileFile, openPool, type GradingPool } from '../support/grading-pool.ts';

const entries = readCatalog(join(root, 'exercises'), join(root, 'solutions'));
const SEED = 'engines';
/** Few samples: cases and sweeps are whole anyway. */
const RUNS = 20;

let chromium: BrowserEngine;
let pool: GradingPool;

beforeAll(async () => {
  chromium = await openChromiumEngine();
  pool = await openPool(1);
});

afterAll(async () => {
  await pool.close();
  await chromium.close();
});

describe.each(entries.map((entry) => [entry.id, entry] as const))('%s', (_id, entry) => {
  it('has the same traces, verdicts and counterexamples in both engines', async () => {
    const [mutant] = entry.mutants;
    if (entry.solution === undefined || mutant === undefined) throw new Error('There is nothing to grade.');
    const files = [entry.solution, mutant.file];
    const dir = await mkdtemp(join(tmpdir(), 'partial-failure-'));
    const exerciseModule = await readFile(await bundleExercise(entry, join(root, 'src'), dir), 'utf8');
    await rm(dir, { recursive: true, force: true });
    const inBrowser: Report[] = [];
    for (const file of files) {
      const program = await compileFile(file);
      const [report = ''] = await chromium.grade({ exerciseModule, program, seeds: [SEED], runs: RUNS });
      inBrowser.push(JSON.parse(report) as Report);
    }
    const options = { seed: SEED, runs: RUNS, hashTraces: true };
    const inNode = await Promise.all(files.map((file) => pool.grade({ entry, file, options })));
    // Only programs on nodes have their traces hashed.
    if (existsSync(join(entry.dir, 'checks.ts')))
      expect(inBrowser[0]?.coverage.traceHash).toMatch(/^[0-9a-f]{16}$/);
    expect(inBrowser).toEqual(inNode);
    expect(inNode.map(({ verdict }) => verdict)).toEqual(['pass', 'fail']);
  });
});

const fixtures = join(root, 'test/fixtures');
const counter = readCatalog(join(fixtures, 'exercises'), join(fixtures, 'solutions')).find(
  ({ id }) => id === 'counter',
);

describe('a program that looks for the engine finds none', () => {
  it.each(readdirSync(join(fixtures, 'engines')).filter((name) => name.endsWith('.ts')))(
    '%s',
    async (name) => {
      if (counter === undefined) throw new Error('There is no fixture exercise "counter".');
      const file = join(fixtures, 'engines', name);
      const dir = await mkdtemp(join(tmpdir(), 'partial-failure-'));
      const exerciseModule = await readFile(await bundleExercise(counter, join(root, 'src'), dir), 'utf8');
      await rm(dir, { recursive: true, force: true });
      const program = await compileFile(file);
      const [inBrowser = ''] = await chromium.grade({ exerciseModule, program, seeds: [SEED], runs: RUNS });
      const options = { seed: SEED, runs: RUNS, hashTraces: true };
      const inNode = await pool.grade({ entry: counter, file, options });
      expect(JSON.parse(inBrowser)).toEqual(inNode);
      expect(inNode.verdict).not.toBe('error');
    },
  );
});
