import { written } from '../output.ts';
import { safeField } from './csv-text.ts';
import type { Format } from './format.ts';
import type { Result } from './results.ts';
import { commentOf } from './tell.ts';

const COLUMNS = ['student_id', 'exercise', 'score', 'max_score', 'verdict', 'comments'];

/** A row for each student and result. The score of what is not graded is blank. */
export const csv: Format = {
  name: 'csv',
  summary: 'one row a result, for spreadsheets',
  write: ({ results }) => ({
    text: [COLUMNS, ...results.flatMap(rowsOf)].map((row) => `${row.map(safeField).join(',')}\r\n`).join(''),
  }),
};

/** A row for each of a group; a file that is nobody's stands for its owner. */
function rowsOf(result: Result): string[][] {
  const { students, path, exercise, score, maxScore, verdict } = result;
  const ids = students.length > 0 ? students.map(({ id }) => id) : [path];
  return ids.map((id) => [
    written(id),
    written(exercise ?? ''),
    score === null ? '' : String(score),
    maxScore === null ? '' : String(maxScore),
    verdict === 'error' ? 'not graded' : verdict,
    commentOf(result),
  ]);
}
