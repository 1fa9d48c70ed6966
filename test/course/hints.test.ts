/** Hints and misconceptions speak of mutants that there are, and are current. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPrograms } from '../../src/catalog/catalog.ts';
import { splitHints } from '../../src/plugin/exercises.ts';
import { courseEntries } from '../support/course-entries.ts';
import { extraDir } from '../support/figures.ts';
import { hashOfSources, hintsOf, readMisconceptions } from '../support/misconceptions.ts';

const entries = courseEntries();

describe.each(entries.map((entry) => [entry.id, entry] as const))('%s', (id, entry) => {
  it('knows which hint helps against which misconception', () => {
    const hints = splitHints(readFileSync(entry.hints, 'utf8'));
    const names = entry.mutants.map((mutant) => mutant.name);
    for (const [name, hint] of Object.entries(hintsOf(entry))) {
      expect(names, `hints.json of ${id} speaks of a mutant that there is not.`).toContain(name);
      expect(hints[hint - 1], `hints.json of ${id}: ${name} has no hint ${hint}.`).toBeDefined();
    }
  });

  it('has further programs only of misconceptions that there are', () => {
    const names = entry.mutants.map((mutant) => mutant.name);
    for (const { sameAs, akinTo, file } of readPrograms(join(extraDir, id, 'wrong')))
      for (const name of sameAs === undefined ? akinTo : [sameAs, ...akinTo])
        expect(names, `${file} speaks of a mutant that there is not.`).toContain(name);
  });
});

// Part of `npm run course:check`, not of `npm test`: while an exercise is being written they are always stale.
describe.runIf(process.env['COURSE_CURRENT'] === '1')('misconceptions to compare with', () => {
  it.each(entries.map((entry) => [entry.id, entry] as const))('%s: current', (id, entry) => {
    const again = `Run "npm run misconceptions -- ${id}" and commit what it wrote.`;
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
