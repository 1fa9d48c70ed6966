/** Where the course's files are, and hashes of what gradings depend on: measured things with another hash are stale. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CatalogEntry } from '../../src/catalog/catalog.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const extraDir = join(root, 'test/course/extra');

/** A hash of what all gradings of an exercise depend on: its own files, but for prose and programs. */
export function hashOfExercise(entry: CatalogEntry): string {
  const hash = createHash('sha256');
  const apart = /\.(mdx?|json)$|\/(?:mutants|alternatives|tryit)\/|\/starter\.ts$/;
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
