/** Where the course's files are, and hashes of what gradings depend on: measured things with another hash are stale. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import type { CatalogEntry } from '../../src/catalog/catalog.ts';
import { gradingModule } from '../../src/catalog/parts.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const extraDir = join(root, 'test/course/extra');

const hashes = new Map<string, string>();

/**
 * A hash of the code that judges in all gradings of an exercise: its own modules and what they use of the kit and the
 * engine, as one module. Comments, layout and prose are no part of it.
 */
export function hashOfExercise(entry: CatalogEntry): string {
  const known = hashes.get(entry.dir);
  if (known !== undefined) return known;
  const { outputFiles } = buildSync({
    stdin: {
      contents: gradingModule({ ...entry, misconceptions: undefined }),
      resolveDir: root,
      loader: 'ts',
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    minifyWhitespace: true,
    legalComments: 'none',
    tsconfigRaw: '{}',
    alias: { 'partial-failure/kit': join(root, 'src/kit.ts'), 'partial-failure': join(root, 'src/api.ts') },
  });
  const hash = createHash('sha256');
  for (const { text } of outputFiles) hash.update(text);
  const found = hash.digest('hex').slice(0, 16);
  hashes.set(entry.dir, found);
  return found;
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
