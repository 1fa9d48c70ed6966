import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Fault } from './submission.ts';
import { describe } from './describe-error.ts';

/** Largest file that is read. */
export const BYTES_MAX = 1_000_000;

/** A file's text, or why it has none that can be graded. */
export type Read = { readonly source: string } | { readonly problem: string; readonly fault: Fault };

/** Whether a name is that of TypeScript, `.tsx` included: it is refused with a sentence of its own. */
export function isTypeScript(name: string): boolean {
  return /\.[cm]?tsx?$/i.test(name) && !/\.d\.[cm]?ts$/i.test(name);
}

/**
 * Reads what was handed in.
 *
 * @param path what it is called, which may be other than where it is
 */
export async function readSource(file: string, path: string): Promise<Read> {
  const extension = extname(path);
  if (!/^\.[cm]?ts$/i.test(extension)) {
    const kind = extension === '' ? 'a file without an ending' : `a ${extension} file`;
    return theirs(`This is ${kind}. Hand in TypeScript, with the ending .ts.`);
  }
  let bytes: Buffer;
  try {
    if ((await stat(file)).size > BYTES_MAX)
      return theirs('The file is larger than 1 MB. A solution is much smaller.');
    bytes = await readFile(file);
  } catch (thrown) {
    return { problem: `The file cannot be read: ${describe(thrown)}.`, fault: 'ours' };
  }
  try {
    return { source: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return theirs('It is not UTF-8 text. Hand in TypeScript.');
  }
}

function theirs(problem: string): Read {
  return { problem, fault: 'theirs' };
}
