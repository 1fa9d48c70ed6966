/** What `npm run new:exercise` makes is an exercise at once: it is graded, the starter fails, the solution passes. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeExercise } from '../../scripts/new-exercise.mjs';
import { missingParts, readCatalog, strayFiles } from '../../src/catalog/catalog.ts';
import { openPool, type GradingPool } from '../support/grading-pool.ts';

let pool: GradingPool;
let exercisesDir: string;
let solutionsDir: string;

beforeAll(async () => {
  const dir = mkdtempSync(join(tmpdir(), 'partial-failure-new-'));
  exercisesDir = join(dir, 'exercises');
  solutionsDir = join(dir, 'solutions');
  mkdirSync(solutionsDir, { recursive: true });
  pool = await openPool(1);
});
afterAll(async () => {
  await pool.close();
  rmSync(join(exercisesDir, '..'), { recursive: true, force: true });
});

describe.each(['nodes', 'function', 'attack'])('a new exercise of kind %s', (kind) => {
  it('has all its parts, and is graded', async () => {
    const id = `my-${kind}`;
    makeExercise({ id, kind, exercisesDir, solutionsDir });
    const entry = readCatalog(exercisesDir, solutionsDir).find((one) => one.id === id);
    if (entry?.solution === undefined) throw new Error('It has no solution.');
    expect(missingParts(entry)).toEqual([]);
    expect(strayFiles(entry)).toEqual([]);
    expect(readFileSync(join(entry.dir, 'exercise.ts'), 'utf8')).toContain(`id: '${id}'`);
    const options = { seed: 'new' };
    const started = await pool.grade({ entry, file: entry.starter, options });
    expect([started.verdict, started.score, started.exercise]).toEqual(['fail', 0, id]);
    expect(started.failures[0]?.summary).toMatch(/^\S.+ .+\.$/);
    const solved = await pool.grade({ entry, file: entry.solution, options });
    expect([solved.verdict, solved.score]).toEqual(['pass', solved.maxScore]);
  });
});

describe('what cannot be made', () => {
  it.each([
    [{ id: undefined }, 'Say how the exercise is called: npm run new:exercise -- <id>.'],
    [
      { id: 'My Exercise' },
      '"My Exercise" cannot be an id. Write small letters, digits and hyphens: my-exercise.',
    ],
    [{ id: 'one', kind: 'essay' }, 'There is no kind "essay". Kinds: nodes, function, attack.'],
  ])('%o', (what, message) => {
    expect(() => makeExercise({ ...what, exercisesDir, solutionsDir })).toThrow(message);
  });

  it('does not touch an exercise that is there', () => {
    makeExercise({ id: 'taken', exercisesDir, solutionsDir });
    expect(() => makeExercise({ id: 'taken', exercisesDir, solutionsDir })).toThrow(
      /already\. Take another id\.$/,
    );
  });
});
