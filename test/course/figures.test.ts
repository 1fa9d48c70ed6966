import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCatalog } from '../../src/catalog/catalog.ts';
import { hashOfExercise, readFigures, root } from '../support/figures.ts';

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
      const few = [
        ...['solution', ...entry.alternatives.map(({ name }) => name)].map(
          (name) => [name, RIGHT_SEEDS] as const,
        ),
        ...entry.mutants.map(({ name }) => [name, WRONG_SEEDS] as const),
      ].filter(([name, seeds]) => (programs[name]?.gradings ?? 0) < seeds);
      expect(few, `Programs with too few gradings. ${again}`).toEqual([]);
    },
  );
});
