/** A run of tens of thousands of events once took a minute and a half to tell. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readCatalog } from '../../src/catalog/catalog.ts';
import { root } from '../support/figures.ts';
import { openPool } from '../support/grading-pool.ts';

it('tells long runs too', async () => {
  const entry = readCatalog(join(root, 'exercises'), join(root, 'solutions')).find(
    ({ id }) => id === 'fencing-token',
  );
  const mutant = entry?.mutants.find(({ name }) => name === 'service-lease-by-time-of-day');
  if (entry === undefined || mutant === undefined) throw new Error('The mutant is gone.');
  const pool = await openPool(1);
  const report = await pool.grade({ entry, file: mutant.file, options: { seed: 'story' } });
  await pool.close();
  expect(report.failures.map(({ property }) => property)).toContain('finishes');
  expect(report.failures.every(({ story }) => story.length > 0)).toBe(true);
}, 60_000);
