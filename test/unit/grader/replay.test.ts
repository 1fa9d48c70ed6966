/** A replay with traces: the run itself, whatever became of it, and the faults that did not happen. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCatalog } from '../../../src/catalog/catalog.ts';
import { decodeReplay, isCaseReplay, type RunReplay } from '../../../src/grader/replay-token.ts';
import type { Failure, Report } from '../../../src/grader/report.ts';
import { traceHash } from '../../../src/sim/trace.ts';
import { root } from '../../support/figures.ts';
import { openPool, type GradingPool } from '../../support/grading-pool.ts';

const fixtures = join(root, 'test/fixtures');
const entry = readCatalog(join(fixtures, 'exercises'), join(fixtures, 'solutions')).find(
  ({ id }) => id === 'counter',
);
if (entry === undefined) throw new Error('There is no exercise "counter".');
const file = join(entry.dir, 'mutants/in-memory.ts');

let pool: GradingPool;
let failure: Failure;
let asked: RunReplay;
beforeAll(async () => {
  pool = await openPool(1);
  const report = await pool.grade({ entry, file, options: { seed: '1', runs: 20, withTraces: true } });
  const [first] = report.failures;
  if (first?.token === undefined) throw new Error('The mutant did not fail.');
  failure = first;
  const decoded = decodeReplay(first.token);
  if (isCaseReplay(decoded)) throw new Error('This is no run.');
  asked = decoded;
});
afterAll(async () => {
  await pool.close();
});

const replay = (faults: RunReplay['faults'], withTraces = true): Promise<Report> =>
  pool.grade({
    entry,
    file,
    options: { seed: String(asked.seed), withTraces, replay: { ...asked, faults } },
  });

describe('a replay with traces', () => {
  it('gives the run that was found, event for event', async () => {
    const { replayed, failures } = await replay(asked.faults);
    if (replayed === undefined) throw new Error('There is no run.');
    expect(traceHash(replayed.run.events)).toBe(failure.traceHash);
    expect(replayed.unfired).toEqual([]);
    expect(replayed.run.violation).toEqual(failure.run?.violation);
    expect(failures.map(({ property }) => property)).toContain(failure.property);
    expect(replayed.run.steps).toHaveLength(replayed.run.events.length);
  });

  it('gives a run in which nothing breaks too', async () => {
    const { replayed, verdict, failures } = await replay([]);
    expect([verdict, failures]).toEqual(['pass', []]);
    expect(replayed?.run.events.length).toBeGreaterThan(0);
    expect(replayed?.run.violation).toEqual([]);
    expect(replayed?.run.property).toBeUndefined();
  });

  it('says which faults did not happen', async () => {
    const never = { kind: 'drop', message: 'request nobody>nowhere 0.0' } as const;
    const { replayed } = await replay([...asked.faults, never]);
    expect(replayed?.unfired).toEqual([never]);
  });

  it('can have the faults that the scenario itself brings, which replay like others', async () => {
    const options = { seed: String(asked.seed), withTraces: true, withOwnFaults: true, replay: asked };
    const { replayed } = await pool.grade({ entry, file, options });
    if (replayed === undefined) throw new Error('There is no run.');
    const again = await replay(replayed.run.faults);
    expect(traceHash(again.replayed?.run.events ?? [])).toBe(traceHash(replayed.run.events));
  });

  it('is the same report without', async () => {
    const { replayed: _replayed, ...rest } = await replay([]);
    expect(rest).toEqual(await replay([], false));
  });
});
