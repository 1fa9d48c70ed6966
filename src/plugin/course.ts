/** What pages know of the course as a whole: its lessons and exercises, as their own files tell. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { readCatalog } from '../catalog/catalog.ts';
import type { Exercise } from '../explore/exercise.ts';
import type { LessonEntry } from './lessons.ts';

/** An exercise as the map of the course shows it. */
export type ExerciseEntry = Pick<
  Exercise,
  'id' | 'title' | 'summary' | 'lesson' | 'difficulty' | 'minutes' | 'prerequisites'
>;

/** All of the course, in its order. */
export interface Course {
  readonly lessons: readonly LessonEntry[];
  readonly exercises: readonly ExerciseEntry[];
}

/** Reads what the exercises of a site say of themselves. */
export function exercisesOf(siteDir: string): ExerciseEntry[] {
  const files = readCatalog(join(siteDir, 'exercises')).map(({ dir }) => join(dir, 'exercise.ts'));
  return load(siteDir, files).map(({ id, title, summary, lesson, difficulty, minutes, prerequisites }) => ({
    id,
    title,
    summary,
    lesson,
    difficulty,
    minutes,
    prerequisites,
  }));
}

/** The default exports of TypeScript files. Docusaurus's own loader reads none that import the kit. */
function load(siteDir: string, files: readonly string[]): Exercise[] {
  const dir = mkdtempSync(join(tmpdir(), 'partial-failure-'));
  try {
    const names = files.map((_, index) => `one${index}`);
    const contents = [
      ...files.map(
        (file, index) => `import ${names[index]} from ${JSON.stringify(file.replaceAll('\\', '/'))};`,
      ),
      `module.exports = [${names.join(', ')}];`,
    ].join('\n');
    const { outputFiles } = buildSync({
      stdin: { contents, resolveDir: siteDir, loader: 'ts' },
      bundle: true,
      write: false,
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      alias: {
        'partial-failure/kit': join(siteDir, 'src/kit.ts'),
        'partial-failure': join(siteDir, 'src/api.ts'),
      },
      logLevel: 'error',
    });
    const file = join(dir, 'exercises.cjs');
    writeFileSync(file, outputFiles[0]?.text ?? '');
    return createRequire(file)(file) as Exercise[];
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
