import type { Result } from './formats/results.ts';
import { commentOf, scoreOf, VERDICT_WORDS, whoOf } from './formats/tell.ts';
import { cut, paint, text, written, type Printable } from './output.ts';
import { paintedVerdict } from './progress.ts';

const WHO_MAX = 40;

/**
 * A line for each result, and how many there are of each kind.
 *
 * @param columns how wide the terminal is; Infinity where it is none: a file or a pipe gets whole lines
 */
export function resultTable(results: readonly Result[], columns: number): Printable[] {
  const rows = results.map((result) => ({
    result,
    who: shortWho(result),
    exercise: written(result.exercise ?? ''),
    score: scoreOf(result),
  }));
  const verdictWidth = Math.max(...Object.values(VERDICT_WORDS).map(({ length }) => length));
  const widthOf = (cells: readonly string[]): number => Math.max(0, ...cells.map(({ length }) => length));
  const [whoWidth, exerciseWidth, scoreWidth] = [
    widthOf(rows.map(({ who }) => who)),
    widthOf(rows.map(({ exercise }) => exercise)),
    widthOf(rows.map(({ score }) => score)),
  ];
  const before = verdictWidth + whoWidth + exerciseWidth + scoreWidth + 8;
  const room = Math.max(20, columns - before - 1);
  const lines = rows.map(({ result, who, exercise, score }) => {
    const what = paint.dim(cut(commentOf(result), room));
    return text`${paintedVerdict(result, verdictWidth)}  ${who.padEnd(whoWidth)}  ${exercise.padEnd(exerciseWidth)}  ${score.padStart(scoreWidth)}  ${what}`;
  });
  return [...lines, text``, text`${tellCounts(results)}`];
}

/** Of a name the beginning tells most, of a path the end. */
function shortWho(result: Result): string {
  const who = whoOf(result);
  if (result.students.length > 0) return cut(who, WHO_MAX);
  return who.length <= WHO_MAX ? who : `…${who.slice(1 - WHO_MAX)}`;
}

/** `3 passed, 1 failed`, of those that there are. */
function tellCounts(results: readonly Result[]): string {
  const counts = (['pass', 'fail', 'invalid', 'error'] as const).map((verdict) => {
    const count = results.filter((result) => result.verdict === verdict).length;
    return count === 0 ? '' : `${count} ${VERDICT_WORDS[verdict]}`;
  });
  return counts.filter((count) => count !== '').join(', ');
}
