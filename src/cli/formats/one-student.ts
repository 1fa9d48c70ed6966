import { FormatError } from './format.ts';
import type { Result, Results } from './results.ts';

/**
 * The results of the one student, or group, whom a platform's file is about: it runs the grader for each submission.
 *
 * @throws FormatError when there are several students, or none
 */
export function oneStudent({ results }: Results): readonly Result[] {
  if (results.length === 0) throw new FormatError('There is no result to write.');
  // Where nobody knows whose they are, two files for one exercise are of two students.
  const owners = new Set(results.map(({ students }) => JSON.stringify(students.map(({ id }) => id)))).size;
  const exercises = new Set(results.map(({ exercise }) => exercise)).size;
  if (owners > 1 || exercises < results.length)
    throw new FormatError(
      `This format holds the results of one student, each exercise once, and there are ${results.length} results of several. Grade one submission at a time, as the platform does, or choose another format.`,
    );
  return results;
}

/** Points of several exercises together; `null` when one of them has no grade. */
export function totalOf(results: readonly Result[]): { score: number; maxScore: number } | null {
  let score = 0;
  let maxScore = 0;
  for (const result of results) {
    if (result.score === null || result.maxScore === null) return null;
    score += result.score;
    maxScore += result.maxScore;
  }
  return { score, maxScore };
}
