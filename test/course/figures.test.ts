import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCatalog } from '../../src/catalog/catalog.ts';
import { hashOfExercise, hashOfProgram, readFigures, root } from '../support/figures.ts';

/** Complete gradings, each with another seed, that stand behind the solution and each alternative, and each mutant. */
const RIGHT_SEEDS = 1000;
const WRONG_SEEDS = 200;

const entries = readCatalog(join(root, 'exercises'), join(root, 'solutions'));

// Part of `npm run course:check`, not of `npm test`: while an exercise is being written its figures are always stale.
describe.runIf(process.env['COURSE_FIGURES'] === '1')('figures of the soak', () => {
  it.each(entries.map((entry) => [entry.id, entry] as const))(
    '%s: current and without a miss',
    (id, entry) => {
      const again = `Run "npm run test:seeds -- ${id}" and commit test/course/figures/${id}.json.`;
      const figures = readFigures(id);
      expect(figures, `There are no figures of ${id}. ${again}`).toBeDefined();
      expect(figures?.sources, `The figures of ${id} are stale: its files have changed since. ${again}`).toBe(
        hashOfExercise(entry),
      );
      const programs = figures?.programs ?? {};
      for (const [name, { wrong }] of Object.entries(programs)) expect(wrong, `${id}: ${name}`).toEqual([]);
      const own = [
        { name: 'solution', file: entry.solution ?? '', seeds: RIGHT_SEEDS },
        ...entry.alternatives.map(({ name, file }) => ({ name, file, seeds: RIGHT_SEEDS })),
        ...entry.mutants.map(({ name, file }) => ({ name, file, seeds: WRONG_SEEDS })),
      ];
      const few = own
        .filter(({ name, file, seeds }) => {
          const known = programs[name];
          return known === undefined || known.gradings < seeds || known.source !== hashOfProgram(file);
        })
        .map(({ name }) => name);
      expect(few, `Programs that changed, or have too few gradings. ${again}`).toEqual([]);
    },
  );
});
