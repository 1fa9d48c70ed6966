/** What a class has in common: figures over all results. */
import type { Result } from './results.ts';

/** So many results, with scores of `from` to `to` per cent. */
export interface Band {
  readonly label: string;
  readonly count: number;
}

/** How scores are spread: a band for each ten per cent, and one for full points. What has no grade is in none. */
export function spreadOf(results: readonly Result[]): Band[] {
  const counts = new Array<number>(11).fill(0);
  for (const { score, maxScore } of results) {
    if (score === null || maxScore === null || maxScore === 0) continue;
    const band = Math.max(0, Math.min(10, Math.floor((score * 10) / maxScore)));
    counts[band] = (counts[band] ?? 0) + 1;
  }
  return counts.map((count, i) => ({ label: i === 10 ? '100 %' : `${i * 10} to ${i * 10 + 9} %`, count }));
}

/** Something that several results have in common, the most common first. */
export interface Shared {
  readonly exercise: string;
  readonly what: string;
  readonly results: readonly Result[];
}

/** What authors seem to have believed. */
export function misconceptionsOf(results: readonly Result[]): Shared[] {
  return shared(results, ({ misconception }) => (misconception === undefined ? [] : [misconception.belief]));
}

/** Properties by how many programs break them. */
export function brokenOf(results: readonly Result[]): Shared[] {
  return shared(results, ({ failures }) => failures.map(({ property }) => property));
}

function shared(results: readonly Result[], whatOf: (result: Result) => readonly string[]): Shared[] {
  const found = new Map<string, { exercise: string; what: string; results: Result[] }>();
  for (const result of results) {
    for (const what of new Set(whatOf(result))) {
      const exercise = result.exercise ?? '';
      const key = JSON.stringify([exercise, what]);
      const entry = found.get(key) ?? { exercise, what, results: [] };
      entry.results.push(result);
      found.set(key, entry);
    }
  }
  return [...found.values()].sort((a, b) => b.results.length - a.results.length);
}

/** Those whose grading took longest, where that is known. */
export function slowestOf(results: readonly Result[], count: number): Result[] {
  return results
    .filter(({ tookMs }) => tookMs !== undefined)
    .sort((a, b) => (b.tookMs ?? 0) - (a.tookMs ?? 0))
    .slice(0, count);
}

/**
 * Why somebody should look at a result, in a few words; nothing where the grade says it all.
 *
 * @param isClass whether others have names: then a file without one stands out
 */
export function whyToLook(result: Result, isClass: boolean): string[] {
  const { verdict, students, late, attempt, failures, score, misconception } = result;
  return [
    ...(verdict === 'error' ? ['has no grade, through no fault of the program'] : []),
    ...(verdict === 'invalid' ? ['cannot be run: perhaps a slip, or the wrong file'] : []),
    ...(isClass && students.length === 0 ? ['nothing says whose it is'] : []),
    ...(failures.some(({ property }) => property === 'within-limits')
      ? ['ran on for ever, or took all memory']
      : []),
    ...(verdict === 'fail' && score === 0 && misconception === undefined
      ? ['no points, and no known misconception: a talk may help']
      : []),
    ...(late === true ? ['came late'] : []),
    ...(attempt === undefined ? [] : [`attempt ${attempt.number} of ${attempt.of} was graded`]),
  ];
}
