/** Mechanical mutants that a grader accepts because they are right: each with the reason, beside its exercise. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogEntry } from '../../../src/catalog/catalog.ts';

/** Why mutants of some lines are right programs. */
export interface Survivor {
  /** `solution`, or the name of an alternative. */
  readonly program: string;
  /** The lines before the change, without indentation. */
  readonly was: string;
  /** The lines after it; absent: whatever becomes of them. */
  readonly becomes?: string;
  /** Why the brief allows it, in a line. */
  readonly right: string;
}

/** A mutant that passed. */
export interface Passed {
  readonly program: string;
  readonly was: string;
  readonly becomes: string;
}

export const SURVIVORS_FILE = 'survivors.json';

/** The explained survivors of an exercise. @throws Error that names what is wrong with the file */
export function readSurvivors(entry: CatalogEntry): Survivor[] {
  const file = join(entry.dir, SURVIVORS_FILE);
  if (!existsSync(file)) return [];
  const list: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(list) || !list.every(isSurvivor))
    throw new Error(`${file}: a list of { program, was, becomes?, right } is expected.`);
  return list;
}

/** Who explains a mutant that passed. */
export function explains(survivor: Survivor, passed: Passed): boolean {
  return (
    survivor.program === passed.program &&
    survivor.was === passed.was &&
    (survivor.becomes === undefined || survivor.becomes === passed.becomes)
  );
}

function isSurvivor(one: unknown): one is Survivor {
  const text = (name: string): boolean =>
    typeof (one as Record<string, unknown>)[name] === 'string' &&
    (one as Record<string, unknown>)[name] !== '';
  if (typeof one !== 'object' || one === null) return false;
  return (
    text('program') &&
    text('was') &&
    text('right') &&
    (!('becomes' in one) || typeof one.becomes === 'string')
  );
}
