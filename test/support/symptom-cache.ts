/** Gradings for what misconceptions are recognised by; each is made once and kept until what it depends on changes. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogEntry } from '../../src/catalog/catalog.ts';
import type { Symptoms } from '../../src/grader/misconception/symptoms.ts';
import type { GradingPool } from './grading-pool.ts';
import { hashOfExercise, hashOfProgram, root } from './figures.ts';

const cacheDir = join(root, 'node_modules/.cache/misconceptions');
/** What symptoms depend on besides the exercise and the program. */
export const ENGINE = [
  'util',
  'history',
  'sim',
  'models',
  'checkers',
  'explore',
  'grader/grade-nodes.ts',
  'grader/grade-function.ts',
  'grader/grade-attack.ts',
  'grader/plan.ts',
  'grader/misconception/shape.ts',
  'grader/misconception/symptom-log.ts',
].map((path) => join(root, 'src', path));

let engine: string | undefined;

/** The symptoms of one grading; `undefined` when the program passed. */
export async function symptomsOf(
  pool: GradingPool,
  entry: CatalogEntry,
  file: string,
  seed: string,
): Promise<Symptoms | undefined> {
  engine ??= hashOfFiles(ENGINE);
  const key = createHash('sha256')
    .update([engine, hashOfExercise(entry), hashOfProgram(file), seed].join())
    .digest('hex')
    .slice(0, 24);
  const kept = join(cacheDir, `${key}.json`);
  if (existsSync(kept)) {
    const { symptoms } = JSON.parse(readFileSync(kept, 'utf8')) as { symptoms?: Symptoms };
    return symptoms;
  }
  const { verdict, symptoms } = await pool.grade({ entry, file, options: { seed, withSymptoms: true } });
  if (verdict !== 'pass' && verdict !== 'fail') throw new Error(`${file}: ${verdict} with seed ${seed}.`);
  const found = verdict === 'fail' ? symptoms : undefined;
  mkdirSync(cacheDir, { recursive: true });
  writeFileSync(kept, JSON.stringify({ symptoms: found }));
  return found;
}

export function hashOfFiles(paths: readonly string[]): string {
  const hash = createHash('sha256');
  const visit = (path: string): void => {
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) visit(join(path, name));
    } else {
      hash.update(readFileSync(path));
    }
  };
  paths.forEach(visit);
  return hash.digest('hex');
}
