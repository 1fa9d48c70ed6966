/** A report with its runs is the same report, and the run is the one that it tells. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readCatalog } from '../../src/catalog/catalog.ts';
import type { Failure } from '../../src/grader/report.ts';
import { traceHash } from '../../src/sim/trace.ts';
import { root } from '../support/figures.ts';
import { openPool, type GradingPool } from '../support/grading-pool.ts';

const entry = readCatalog(join(root, 'exercises'), join(root, 'solutions')).find(
  ({ id }) => id === 'first-timeout',
);

let pool: GradingPool;
beforeAll(async () => {
  pool = await openPool(1);
});
afterAll(async () => {
  await pool.close();
});

it('adds the shrunk run to each failure when asked, and nothing else', async () => {
  if (entry === undefined) throw new Error('There is no exercise "first-timeout".');
  const file = join(root, 'exercises/first-timeout/starter.ts');
  const options = { seed: '1', runs: 20 };
  const plain = await pool.grade({ entry, file, options });
  const drawn = await pool.grade({ entry, file, options: { ...options, withTraces: true } });
  expect(plain.failures.length).toBeGreaterThan(0);
  const withoutRun = ({ run: _run, ...rest }: Failure): Omit<Failure, 'run'> => rest;
  expect({ ...drawn, failures: drawn.failures.map(withoutRun) }).toEqual(plain);
  for (const { run, story, faults, traceHash: hash } of drawn.failures) {
    if (run === undefined) throw new Error('The failure has no run.');
    expect(traceHash(run.events)).toBe(hash);
    expect(run.faults).toEqual(faults);
    expect(run.told.map((seq) => (run.events[seq]?.atUs ?? -1) / 1000)).toEqual(
      story.map(({ atMs }) => atMs),
    );
    expect(run.events.map(({ seq }) => seq)).toEqual(run.events.map((_, index) => index));
    for (const seq of run.violation) expect(run.events[seq]).toBeDefined();
  }
});
