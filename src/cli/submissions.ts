import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';

/** A file to grade: its text and exercise, or why it cannot be graded. */
export type Submission = {
  readonly path: string;
} & (
  | { readonly source: string; readonly exercise: string }
  | { readonly exercise?: string; readonly problem: string }
);

/** Largest file that is read. */
const BYTES_MAX = 1_000_000;

/**
 * The submissions that paths name, in order: files as they are, folders with all TypeScript files below them. A path
 * that cannot be used is a submission with a problem, never an end of the batch.
 */
export function findSubmissions(
  paths: readonly string[],
  exercise: string | undefined,
  ids: readonly string[],
): Submission[] {
  return paths.flatMap((path) => {
    if (!existsSync(path)) return [{ path, problem: 'There is no such file or folder. Check the path.' }];
    if (!statSync(path).isDirectory()) return [readSubmission(path, exercise, ids)];
    const files = filesBelow(path);
    if (files.length === 0)
      return [
        { path, problem: 'The folder holds no TypeScript file (.ts). Give a folder with submissions.' },
      ];
    return files.map((file) => readSubmission(file, exercise, ids));
  });
}

function filesBelow(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(dir, entry.name);
      if (entry.name.startsWith('.') || entry.name === 'node_modules') return [];
      if (entry.isDirectory()) return filesBelow(path);
      return entry.isFile() && /\.[cm]?tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : [];
    });
}

function readSubmission(path: string, exercise: string | undefined, ids: readonly string[]): Submission {
  const id = exercise ?? guessExercise(path, ids);
  if (id === undefined) {
    return {
      path,
      problem: `Which exercise is it? Name the file after one (${ids.join(', ')}), or give --exercise ID.`,
    };
  }
  if (!ids.includes(id))
    return { path, exercise: id, problem: `There is no exercise "${id}". Exercises: ${ids.join(', ')}.` };
  const extension = extname(path);
  if (!/^\.[cm]?ts$/.test(extension)) {
    const kind = extension === '' ? 'a file without an ending' : `a ${extension} file`;
    return { path, exercise: id, problem: `This is ${kind}. Hand in TypeScript, with the ending .ts.` };
  }
  try {
    if (statSync(path).size > BYTES_MAX)
      return { path, exercise: id, problem: 'The file is larger than 1 MB. A solution is much smaller.' };
    return {
      path,
      exercise: id,
      source: new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path)),
    };
  } catch (thrown) {
    const why =
      thrown instanceof TypeError ? 'It is not UTF-8 text' : `It cannot be read (${String(thrown)})`;
    return { path, exercise: id, problem: `${why}. Hand in TypeScript.` };
  }
}

/** By the file's own name, or that of a folder around it. */
function guessExercise(path: string, ids: readonly string[]): string | undefined {
  const stem = basename(path).replace(/\.[^.]*$/, '');
  const byLength = [...ids].sort((a, b) => b.length - a.length);
  if (ids.includes(stem)) return stem;
  for (let dir = dirname(resolve(path)); dirname(dir) !== dir; dir = dirname(dir)) {
    if (ids.includes(basename(dir))) return basename(dir);
  }
  return byLength.find((id) => stem.includes(id));
}
