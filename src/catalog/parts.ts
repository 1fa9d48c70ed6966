/** Which modules an exercise is graded by: one list, for the command line and for the site. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogEntry } from './catalog.ts';

/**
 * The parts of each kind of exercise besides `exercise.ts`, as they are named in a loaded exercise: those that exist
 * are taken.
 */
const PARTS = ['scenarios', 'checks', 'cases', 'targets', 'explain'] as const;

/**
 * The text of a module whose default export is a `LoadedExercise`: it imports the exercise's parts by absolute paths,
 * for whatever bundler comes next.
 */
export function gradingModule(entry: CatalogEntry): string {
  const files = new Map([['exercise', join(entry.dir, 'exercise.ts')]]);
  for (const part of PARTS) {
    const file = join(entry.dir, `${part}.ts`);
    if (existsSync(file)) files.set(part, file);
  }
  if (entry.misconceptions !== undefined) files.set('misconceptions', entry.misconceptions);
  return [
    ...[...files].map(([part, file]) => `import ${part} from ${JSON.stringify(file.replaceAll('\\', '/'))};`),
    `export default { ${[...files.keys()].join(', ')} };\n`,
  ].join('\n');
}
