import { written } from '../output.ts';
import { readSheet, withCells, type Cell, type Sheet } from './csv-cells.ts';
import { FormatError, type Format } from './format.ts';
import { byStudent, nameOf, nobodys, readNumber, writePoints } from './gradebook.ts';
import type { Student } from '../intake/submission.ts';
import type { Result } from './results.ts';
import { resultLines } from './tell.ts';
import { xmlText } from './xml-text.ts';

/** Headings of the column for comments, in languages of which Moodle has many users. */
const COMMENTS =
  /feedback|comment|kommentar|comentari|commenti|opmerking|komentar|komment|comentário|коммент/iu;
/** How `Grade can be changed` says no. */
const LOCKED = /^(no|nein|non|não|nej|nei|nee|nie|ne|ei|nem|нет)$/iu;

/**
 * Fills in a grading worksheet that Moodle has given: grades and comments of those who handed in. Everything else stays,
 * byte for byte: Moodle refuses a grade whose *last modified* has changed.
 */
export const moodle: Format = {
  name: 'moodle',
  summary: 'fills in a grading worksheet downloaded from Moodle',
  fillsIn: (before) => void columnsOf(readSheet(before)),
  write: ({ results }, { before = '' }) => {
    const exercises = new Set(results.flatMap(({ exercise }) => (exercise === null ? [] : [exercise])));
    if (exercises.size > 1)
      throw new FormatError(
        `A worksheet is for one assignment, and these are ${exercises.size} exercises: ${[...exercises].map(written).join(', ')}. Grade one of them with --exercise.`,
      );
    const sheet = readSheet(before);
    const columns = columnsOf(sheet);
    const changes = new Map<Cell, string>();
    const entered = new Map<readonly Cell[], Result>();
    const remarks = nobodys(results);
    for (const { student, result } of byStudent(results)) {
      const row = rowOf(sheet, columns, student, result);
      const refused =
        typeof row === 'string' ? row : entered.has(row) ? 'there are several results for one row' : '';
      if (refused !== '') remarks.push(`${nameOf(student)} is not entered: ${refused}.`);
      if (typeof row === 'string') continue;
      if (entered.has(row)) for (const cell of row) changes.delete(cell);
      else fill(row, columns, result, changes);
      entered.set(row, result);
    }
    if (columns.comments === undefined)
      remarks.push('The worksheet has no column for comments; turn on feedback comments to hand them out.');
    return { text: withCells(sheet, changes), remarks };
  },
};

interface Columns {
  readonly grade: number;
  readonly most: number;
  readonly comments: number | undefined;
}

/**
 * Which columns hold what. Headings are in the language of whoever downloaded them, so the order tells: a number that is
 * the same in all rows is the highest grade, and the grade stands before it.
 */
function columnsOf({ rows: [header = [], ...rows] }: Sheet): Columns {
  const students = rows.filter((row) => numberOf(row) !== undefined);
  if (students.length === 0)
    throw new FormatError(
      'This is no grading worksheet from Moodle: no row begins with a participant’s number. Download it under “View all submissions”.',
    );
  const isMost = (column: number): boolean => {
    const [first, ...others] = students.map((row) => row[column]?.value.trim() ?? '');
    return first !== undefined && (readNumber(first) ?? 0) > 0 && others.every((value) => value === first);
  };
  const isGrade = (column: number): boolean =>
    column > 0 &&
    students.every((row) => {
      const value = row[column]?.value.trim() ?? '';
      return value === '' || value === '-' || readNumber(value) !== undefined;
    });
  const candidates = header.flatMap((_cell, column) =>
    isMost(column) && isGrade(column - 1) ? [column] : [],
  );
  const named = candidates.filter((column) => /max|höchst|best/iu.test(header[column]?.value ?? ''));
  const [most, ...others] = named.length > 0 ? named : candidates;
  if (most === undefined || others.length > 0)
    throw new FormatError(
      'Its columns do not say which holds the grade: there should be one with the highest grade, the same in all rows, right behind it. An assignment that is graded with a scale has none.',
    );
  const comments = header.flatMap(({ value }, column) =>
    column > most && COMMENTS.test(value) ? [column] : [],
  );
  return { grade: most - 1, most, comments: comments.at(-1) };
}

/** `Participant 12345`, in any language. */
function numberOf(row: readonly Cell[]): string | undefined {
  return /^\D*?(\d+)\s*$/su.exec(row[0]?.value ?? '')?.[1];
}

/** The row of a student who has a grade, or why there is none. */
function rowOf(
  { rows: [, ...rows] }: Sheet,
  { grade, most }: Columns,
  { id, email }: Student,
  { score }: Result,
): readonly Cell[] | string {
  const numbered = rows.filter((row) => numberOf(row) === id);
  // Otherwise an id number or an address of e-mail, which stand between the name and the grade.
  const known = rows.filter((row) =>
    row.slice(1, grade).some(({ value }) => value.trim() !== '' && [id, email].includes(value.trim())),
  );
  const [row, ...others] = numbered.length > 0 ? numbered : known;
  if (row === undefined) return 'not in this worksheet';
  if (others.length > 0) return 'several rows have this id';
  if (score === null) return 'not graded, through no fault of theirs; the row is as it was';
  if (row.slice(most + 1, most + 3).some(({ value }) => LOCKED.test(value.trim())))
    return 'Moodle says that the grade cannot be changed';
  return row;
}

function fill(
  row: readonly Cell[],
  { grade, most, comments }: Columns,
  result: Result,
  changes: Map<Cell, string>,
): void {
  const highest = row[most]?.value ?? '';
  const { score, maxScore } = result;
  const cell = row[grade];
  if (cell === undefined || score === null) return;
  const points =
    maxScore === null || maxScore === 0 ? score : (score / maxScore) * (readNumber(highest) ?? 0);
  changes.set(cell, writePoints(points, highest));
  const comment = comments === undefined ? undefined : row[comments];
  // Moodle takes comments for HTML.
  if (comment !== undefined) changes.set(comment, resultLines(result).map(xmlText).join('<br />'));
}
