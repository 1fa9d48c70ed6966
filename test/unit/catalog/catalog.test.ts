import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { missingParts, readCatalog, strayFiles, type CatalogEntry } from '../../../src/catalog/catalog.ts';
import { gradingModule } from '../../../src/catalog/parts.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'partial-failure-catalog-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** An exercise "one" with these files, all empty. */
function withFiles(...files: string[]): CatalogEntry {
  for (const file of ['exercise.ts', ...files]) {
    const path = join(dir, 'one', file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '');
  }
  const [entry] = readCatalog(dir);
  if (entry === undefined) throw new Error('There is no exercise.');
  return entry;
}

describe('an exercise folder', () => {
  it('may have each part as a file, and a folder beside it', () => {
    const entry = withFiles('scenarios.ts', 'scenarios/storm.ts', 'facts.ts', 'hints.json', 'tryit/naive.ts');
    expect(strayFiles(entry)).toEqual([]);
  });

  it('says of each stray file where it belongs', () => {
    const entry = withFiles('misconceptions.json', 'judge.ts', 'notes.txt');
    expect(strayFiles(entry)).toEqual([
      'exercises/one/judge.ts: give it the name of its part (bounds, facts, checks, words, peers, scenarios, commands, cases, targets, explain), or move it into a folder of that name.',
      'exercises/one/misconceptions.json: move it to exercises/one/generated/misconceptions.json.',
      'exercises/one/notes.txt belongs to no exercise. Delete it, or move it to generated/ if a script made it.',
    ]);
  });

  it('has what scripts made in a folder of its own', () => {
    expect(withFiles('misconceptions.json').misconceptions).toBeUndefined();
    expect(withFiles('generated/misconceptions.json').misconceptions).toBe(
      join(dir, 'one/generated/misconceptions.json'),
    );
  });

  it('says what is missing', () => {
    expect(missingParts(withFiles('starter.ts', 'brief.mdx', 'hints.md'))).toEqual([
      'Exercise one has no contract.ts. Add exercises/one/contract.ts.',
    ]);
  });
});

describe('gradingModule', () => {
  it.each([
    ['counter', 'exercise, scenarios, checks'],
    ['larger', 'exercise, cases'],
    ['break-it', 'exercise, targets, explain'],
  ])('of %s has the parts of its kind', (id, parts) => {
    const entry = readCatalog(join(root, 'test/fixtures/exercises')).find((one) => one.id === id);
    if (entry === undefined) throw new Error(`There is no ${id}.`);
    expect(gradingModule(entry)).toContain(`export default { ${parts} };`);
  });
});
