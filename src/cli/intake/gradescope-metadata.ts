/** `submission_metadata.yml` of a Gradescope export: who submitted. */
import { readFile, stat } from 'node:fs/promises';
import { parse } from 'yaml';
import type { Student } from './submission.ts';
import { describe } from './describe-error.ts';

/** The file's name, in the folder of an export. */
export const METADATA = 'submission_metadata.yml';

/** Largest file that is read: it holds all results of all attempts. */
const BYTES_MAX = 100_000_000;

/** What is said of one submission. */
export interface GradescopeEntry {
  readonly students: readonly Student[];
  /** How many attempts there were; the export has the active one. */
  readonly attempts: number;
}

/** By the submission's folder, `submission_123`; or why nothing is known. */
export type GradescopeMetadata =
  { readonly entries: ReadonlyMap<string, GradescopeEntry> } | { readonly problem: string };

/** Reads the file; what is wrong with it is said, never thrown. */
export async function readMetadata(file: string): Promise<GradescopeMetadata> {
  try {
    if ((await stat(file)).size > BYTES_MAX) return { problem: 'it is larger than 100 MB' };
    // Types of Ruby's that the file may name are read as what they are made of.
    const value: unknown = parse(await readFile(file, 'utf8'), { logLevel: 'error' });
    if (!isRecord(value)) return { problem: 'it is no list of submissions' };
    const entries = new Map<string, GradescopeEntry>();
    for (const [key, entry] of Object.entries(value)) if (isRecord(entry)) entries.set(key, entryOf(entry));
    return { entries };
  } catch (thrown) {
    return { problem: describe(thrown).split('\n')[0] ?? '' };
  }
}

function entryOf(entry: Record<string, unknown>): GradescopeEntry {
  const submitters = field(entry, 'submitters');
  const history = field(entry, 'history');
  return {
    students: Array.isArray(submitters) ? submitters.filter(isRecord).map(studentOf) : [],
    attempts: 1 + (Array.isArray(history) ? history.length : 0),
  };
}

function studentOf(submitter: Record<string, unknown>): Student {
  const name = textOf(field(submitter, 'name'));
  const email = textOf(field(submitter, 'email'));
  const id = textOf(field(submitter, 'sid')) ?? email ?? name ?? 'nobody';
  return { id, ...(name !== undefined && { name }), ...(email !== undefined && { email }) };
}

/** Gradescope writes names as Ruby's symbols, `:name`. */
function field(record: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(record, `:${name}`) ? record[`:${name}`] : record[name];
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
