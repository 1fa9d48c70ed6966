/** The figures of `npm run test:seeds`: how often each program of an exercise was judged as it should be. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CatalogEntry } from '../../src/catalog/catalog.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const extraDir = join(root, 'test/course/extra');

/** One program's figures. */
export interface ProgramFigures {
  /** `pass`, or the property that it must break. */
  readonly expected: string;
  /** Hash of the program's file: figures with another one are stale. */
  readonly source: string;
  /** Complete gradings, each with another seed; for right programs also at fast and slow clocks. */
  readonly gradings: number;
  /** Gradings with another outcome than expected: seed and clock rates. */
  readonly wrong: readonly string[];
}

/** What is committed for an exercise. */
export interface ExerciseFigures {
  readonly exercise: string;
  /** Hash of what every grading depends on, see {@link hashOfExercise}: figures with another one are stale. */
  readonly sources: string;
  readonly programs: Readonly<Record<string, ProgramFigures>>;
}

export function figuresFile(id: string): string {
  return join(root, 'test/course/figures', `${id}.json`);
}

/** The committed figures, if there are any. */
export function readFigures(id: string): ExerciseFigures | undefined {
  const file = figuresFile(id);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ExerciseFigures) : undefined;
}

/** A hash of what all figures of an exercise depend on: its own files, but for prose and programs. */
export function hashOfExercise(entry: CatalogEntry): string {
  const hash = createHash('sha256');
  const apart = /\.(mdx?|json)$|\/(?:mutants|alternatives)\/|\/starter\.ts$/;
  for (const file of filesUnder(entry.dir)) {
    const path = relative(root, file).replaceAll('\\', '/');
    if (!apart.test(path)) hash.update(`\0${path}\0`).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Lines of a header that say whose misconception a program shares: no gradings depend on them. */
const LABELS = /^ \* @(?:misconception-of|akin-to) .*\n/gm;

/** A hash of one program. */
export function hashOfProgram(file: string): string {
  return createHash('sha256')
    .update(readFileSync(file, 'utf8').replace(LABELS, ''))
    .digest('hex')
    .slice(0, 16);
}

function filesUnder(path: string): string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}
