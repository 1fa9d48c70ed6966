/** The grader's counterexamples are minimal. `npm run test:shrink` measures all mutants; here is a quick subset. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readCatalog } from '../../../src/catalog/catalog.ts';
import { root } from '../../support/figures.ts';
import { openPool, type GradingPool } from '../../support/grading-pool.ts';
import { checkShrinking } from '../../support/shrink-check.ts';

const fixtures = join(root, 'test/fixtures');
const entries = [
  ...readCatalog(join(fixtures, 'exercises'), join(fixtures, 'solutions')),
  ...readCatalog(join(root, 'exercises'), join(root, 'solutions')),
];
/** Mutants with few runs, whose counterexamples take no fault, one, and two. */
const MUTANTS: readonly (readonly [string, string])[] = [
  ['counter', 'answers-first'],
  ['counter', 'in-memory'],
  ['counter', 'slow-to-answer'],
  ['first-timeout', 'asks-again'],
  ['first-timeout', 'keeps-late-replies'],
  ['first-timeout', 'time-of-day'],
];

let pool: GradingPool;
beforeAll(async () => {
  pool = await openPool();
});
afterAll(() => pool.close());

it.each(MUTANTS)('no fault can be taken out of the counterexample of %s, %s', async (id, name) => {
  const entry = entries.find((candidate) => candidate.id === id);
  const mutant = entry?.mutants.find((candidate) => candidate.name === name);
  if (entry === undefined || mutant === undefined) throw new Error(`There is no mutant ${name} of ${id}.`);
  const result = await checkShrinking(pool, entry, mutant, '1');
  expect(result).toMatchObject({ replays: true, spare: [] });
});
