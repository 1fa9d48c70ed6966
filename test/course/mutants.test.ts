/**
 * What a learner is told of each mutant: the story of its counterexample names who did what is wrong, where, and which
 * promise that breaks; and no misconception is guessed that is another's.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCatalog, readPrograms } from '../../src/catalog/catalog.ts';
import { splitHints } from '../../src/plugin/exercises.ts';
import { extraDir, root } from '../support/figures.ts';
import { openPool, type GradingPool } from '../support/grading-pool.ts';
import { hashOfSources, hintsOf, readMisconceptions } from '../support/misconceptions.ts';

const entries = readCatalog(join(root, 'exercises'), join(root, 'solutions'));
let pool: GradingPool;
beforeAll(async () => {
  pool = await openPool();
});
afterAll(() => pool.close());

describe.each(entries.map((entry) => [entry.id, entry] as const))('%s', (id, entry) => {
  it.each(entry.mutants.map((mutant) => [mutant.name, mutant] as const))(
    'tells what %s does wrong, and guesses no other misconception',
    async (name, { file, breaks }) => {
      const report = await pool.grade({ entry, file, options: { seed: 'known-0', withTraces: true } });
      expect(report.failures.map(({ property }) => property)).toContain(breaks);
      for (const { property, story, summary, line, run } of report.failures) {
        const what = JSON.stringify({ property, summary, story });
        const promise = report.properties.find((candidate) => candidate.id === property);
        expect(promise, what).toMatchObject({ status: 'broken', means: expect.stringMatching(/\S \S/) });
        expect(summary, what).not.toMatch(/^(?:\S+|The property) was broken\.$/);
        const last = story.at(-1);
        expect(last, what).toMatchObject({ tone: 'violation', text: expect.stringMatching(/\S \S/) });
        if (run === undefined) continue;
        expect(
          run.nodes.map((node) => node.id),
          what,
        ).toContain(last?.node);
        expect(line, what).toBeGreaterThan(0);
        expect(line, what).toBeLessThanOrEqual(readFileSync(file, 'utf8').split('\n').length);
      }
      expect([undefined, name]).toContain(report.misconception?.id);
    },
  );

  it('knows which hint helps against which misconception', () => {
    const hints = splitHints(readFileSync(entry.hints, 'utf8'));
    const names = entry.mutants.map((mutant) => mutant.name);
    for (const [name, hint] of Object.entries(hintsOf(entry))) {
      expect(names, `hints.json of ${id} speaks of a mutant that there is not.`).toContain(name);
      expect(hints[hint - 1], `hints.json of ${id}: ${name} has no hint ${hint}.`).toBeDefined();
    }
  });

  it('has other hands’ programs only of misconceptions that there are', () => {
    const names = entry.mutants.map((mutant) => mutant.name);
    for (const { sameAs, akinTo, file } of readPrograms(join(extraDir, id, 'wrong')))
      for (const name of sameAs === undefined ? akinTo : [sameAs, ...akinTo])
        expect(names, `${file} speaks of a mutant that there is not.`).toContain(name);
  });
});

// This one fails in runs of tens of thousands of events, and the story of one such run once took a minute and a half.
it('tells long runs too', async () => {
  const entry = entries.find((candidate) => candidate.id === 'fencing-token');
  const mutant = entry?.mutants.find(({ name }) => name === 'service-lease-by-time-of-day');
  if (entry === undefined || mutant === undefined) throw new Error('The mutant is gone.');
  const report = await pool.grade({ entry, file: mutant.file, options: { seed: 'story' } });
  expect(report.failures.map(({ property }) => property)).toContain('finishes');
  expect(report.failures.every(({ story }) => story.length > 0)).toBe(true);
}, 60_000);

// Part of `npm run course:check`, not of `npm test`: while an exercise is being written they are always stale.
describe.runIf(process.env['COURSE_FIGURES'] === '1')('misconceptions to compare with', () => {
  it.each(entries.map((entry) => [entry.id, entry] as const))('%s: current', (id, entry) => {
    const again = `Run "npm run misconceptions -- ${id}" and commit exercises/${id}/misconceptions.json.`;
    const made = readMisconceptions(entry);
    expect(made, `There are no misconceptions of ${id}. ${again}`).toBeDefined();
    expect(made?.sources, `The misconceptions of ${id} are stale: it has changed since. ${again}`).toBe(
      hashOfSources(entry),
    );
    expect(made?.known.map((one) => [one.id, one.belief])).toEqual(
      entry.mutants.map(({ name, about }) => [name, about]),
    );
  });
});
