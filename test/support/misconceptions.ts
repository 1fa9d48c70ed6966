/** What submissions are compared with: made from the mutants of an exercise, and kept in its folder. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GENERATED, MISCONCEPTIONS, readPrograms, type CatalogEntry } from '../../src/catalog/catalog.ts';
import type { KnownMisconception, Misconceptions } from '../../src/explore/misconception.ts';
import { fingerprintOf } from '../../src/grader/misconception/fingerprint.ts';
import type { Symptoms } from '../../src/grader/misconception/symptoms.ts';
import { extraDir, hashOfExercise, hashOfProgram } from './figures.ts';
import type { GradingPool } from './grading-pool.ts';
import { symptomsOf } from './symptom-cache.ts';
import { tellingPlaces } from './telling.ts';

/** Gradings of each mutant, each with another seed; what is usual among them is its fingerprint. */
const SEEDS = ['known-0', 'known-1', 'known-2'] as const;

type Signs = Symptoms['signs'];

export function misconceptionsFile(entry: CatalogEntry): string {
  return join(entry.dir, GENERATED, MISCONCEPTIONS);
}

/** The committed ones, if there are any. */
export function readMisconceptions(entry: CatalogEntry): Misconceptions | undefined {
  const file = misconceptionsFile(entry);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Misconceptions) : undefined;
}

/** Grades every mutant, and the wrong programs by other hands, and makes what is committed. */
export async function makeMisconceptions(pool: GradingPool, entry: CatalogEntry): Promise<Misconceptions> {
  const hints = hintsOf(entry);
  const known: KnownMisconception[] = [];
  const mutants: Signs[] = [];
  for (const { name, file, about } of entry.mutants) {
    const gradings = await Promise.all(
      SEEDS.map(async (seed) => {
        const symptoms = await symptomsOf(pool, entry, file, seed);
        if (symptoms === undefined)
          throw new Error(`The mutant ${name} of ${entry.id} passes with seed ${seed}.`);
        return symptoms;
      }),
    );
    const hint = hints[name];
    known.push({
      id: name,
      belief: about,
      ...(hint !== undefined && { hint }),
      fingerprint: fingerprintOf(gradings),
    });
    mutants.push(signsOfAll(gradings));
  }
  const strangers = await Promise.all(
    readPrograms(join(extraDir, entry.id, 'wrong')).map(
      async ({ file }) => (await symptomsOf(pool, entry, file, SEEDS[0]))?.signs ?? [],
    ),
  );
  return { sources: hashOfSources(entry), known, telling: tellingPlaces([mutants, strangers]) };
}

/** Signs that a program showed with every seed. */
function signsOfAll([first, ...others]: readonly Symptoms[]): Signs {
  return (first?.signs ?? []).filter((sign) => others.every(({ signs }) => signs.includes(sign)));
}

/** For mutants by name, the number of the hint that helps: `hints.json` of the exercise, written by hand. */
export function hintsOf({ dir }: CatalogEntry): Readonly<Record<string, number>> {
  const file = join(dir, 'hints.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>) : {};
}

/** A hash of what the misconceptions of an exercise are made from. With another one they are stale. */
export function hashOfSources(entry: CatalogEntry): string {
  const mutants = entry.mutants.map(({ name, file }) => [name, hashOfProgram(file)]);
  return createHash('sha256')
    .update(JSON.stringify([hashOfExercise(entry), mutants, hintsOf(entry)]))
    .digest('hex')
    .slice(0, 16);
}
