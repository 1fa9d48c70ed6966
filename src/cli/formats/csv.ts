import { written } from '../output.ts';
import { safeField } from './csv-text.ts';
import type { Format } from './format.ts';
import type { Result } from './results.ts';
import { commentOf } from './tell.ts';

const COLUMNS = ['student_id', 'exercise', 'score', 'max_score', 'verdict', 'comments'];

/** A row for each result. The score of what is not graded is blank. */
export const csv: Format = {
  name: 'csv',
  summary: 'one row a result, for spreadsheets',
  write: ({ results }) => ({
    text: [COLUMNS, ...results.map(rowOf)].map((row) => `${row.map(safeField).join(',')}\r\n`).join(''),
  }),
};

function rowOf(result: Result): string[] {
  const { student, submission, exercise, score, maxScore, verdict } = result;
  return [
    written(student?.id ?? submission),
    written(exercise ?? ''),
    score === null ? '' : String(score),
    maxScore === null ? '' : String(maxScore),
    verdict === 'error' ? 'not graded' : verdict,
    commentOf(result),
  ];
}
