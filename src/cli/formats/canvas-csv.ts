import { written } from '../output.ts';
import { readSheet, withCells, type Cell, type Sheet } from './csv-cells.ts';
import { FormatError, type Format } from './format.ts';
import { byStudent, nameOf, nobodys, readNumber, writePoints } from './gradebook.ts';
import type { Student } from '../intake/submission.ts';
import type { Result } from './results.ts';

/** An assignment’s heading ends in its id: `Fencing tokens (8123)`. */
const ASSIGNMENT = /^(?<title>.*)\((?<id>\d+)\)\s*$/su;

/**
 * Fills in a gradebook that Canvas has exported: the cells of the exercises’ columns, and nothing else. Students are
 * found by ID, else by what they log in with or their number in the school’s system.
 */
export const canvasCsv: Format = {
  name: 'canvas-csv',
  summary: 'fills in a gradebook downloaded from Canvas',
  fillsIn: (before) => void assignmentsOf(readSheet(before)),
  write: ({ results }, { before = '' }) => {
    const sheet = readSheet(before);
    const assignments = assignmentsOf(sheet);
    const ids = [...new Set(results.flatMap(({ exercise }) => (exercise === null ? [] : [exercise])))];
    const columns = new Map(
      ids.map((id) => [id, columnFor(id, results, assignments, ids.length === 1)] as const),
    );
    const changes = new Map<Cell, string>();
    const twice = new Set<Cell>();
    const remarks = nobodys(results);
    for (const { student, result } of byStudent(results)) {
      const column = result.exercise === null ? undefined : columns.get(result.exercise);
      const entry =
        column === undefined ? 'for no exercise that is known' : entryOf(sheet, column, student, result);
      if (typeof entry === 'string') {
        remarks.push(`${nameOf(student)} is not entered: ${entry}.`);
        continue;
      }
      if (changes.has(entry.cell)) {
        twice.add(entry.cell);
        remarks.push(`${nameOf(student)} is not entered: there are several results for one cell.`);
      }
      changes.set(entry.cell, entry.value);
    }
    for (const cell of twice) changes.delete(cell);
    return { text: withCells(sheet, changes), remarks };
  },
};

interface Assignment {
  readonly column: number;
  readonly title: string;
}

function assignmentsOf({ rows }: Sheet): Assignment[] {
  const [header = []] = rows;
  const found = header.flatMap(({ value }, column): Assignment[] => {
    const title = ASSIGNMENT.exec(value)?.groups?.['title'];
    return title === undefined ? [] : [{ column, title: title.trim() }];
  });
  const [first] = found;
  if (first === undefined || first.column < 2)
    throw new FormatError(
      'This is no gradebook from Canvas: its first line has no assignment, such as “Title (123)”. Export it under Grades.',
    );
  return found;
}

/** The column of an exercise: named after it, or the only one that there is. */
function columnFor(
  id: string,
  results: readonly Result[],
  assignments: readonly Assignment[],
  isOnly: boolean,
): number {
  const title = results.find(({ exercise }) => exercise === id)?.title ?? id;
  const names = [plain(id), plain(title)];
  const named = assignments.filter((assignment) => names.includes(plain(assignment.title)));
  const close =
    named.length > 0
      ? named
      : assignments.filter((assignment) => names.some((name) => plain(assignment.title).includes(name)));
  const candidates = close.length === 0 && isOnly && assignments.length === 1 ? assignments : close;
  const [only, ...others] = candidates;
  if (only === undefined || others.length > 0) {
    const all = assignments.map((assignment) => `“${written(assignment.title)}”`).join(', ');
    throw new FormatError(
      `No assignment, or several, could be the exercise ${id} (“${written(title)}”): there are ${all}. Name one after it, or export a gradebook with that one alone.`,
    );
  }
  return only.column;
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The cell and its new value, or why there is none. */
function entryOf(
  sheet: Sheet,
  column: number,
  student: Student,
  { score, maxScore }: Result,
): { readonly cell: Cell; readonly value: string } | string {
  const found = rowsOf(sheet, student);
  const [row] = found;
  if (row === undefined) return 'not in this gradebook';
  if (found.length > 1) return 'several rows have this id';
  const cell = row[column];
  if (cell === undefined) return 'the row is too short';
  if (score === null) return 'not graded, through no fault of theirs; the cell is as it was';
  if (cell.value.trim().toUpperCase() === 'EX') return 'excused (EX)';
  const possible = pointsPossible(sheet, column);
  const most = readNumber(possible) ?? 0;
  const points = most > 0 && maxScore !== null && maxScore > 0 ? (score / maxScore) * most : score;
  return { cell, value: writePoints(points, possible) };
}

/** Columns that name a student: `ID`, `SIS User ID`, `SIS Login ID`, between the name and the assignments. */
function rowsOf({ rows: [header = [], ...rows] }: Sheet, { id, email }: Student): (readonly Cell[])[] {
  const naming = header.flatMap(({ value }, column) =>
    column === 1 || (column > 1 && column < 6 && /\bID\b/i.test(value) && !ASSIGNMENT.test(value))
      ? [column]
      : [],
  );
  const students = rows.filter((row) => (row[1]?.value ?? '').trim() !== '');
  for (const wanted of email === undefined ? [id] : [id, email])
    for (const column of naming) {
      const found = students.filter((row) => row[column]?.value.trim() === wanted);
      if (found.length > 0) return found;
    }
  return [];
}

/** What `Points Possible` says, in a line above the students: one without an ID. */
function pointsPossible({ rows: [, ...rows] }: Sheet, column: number): string {
  const above = rows.filter((row) => (row[1]?.value ?? '').trim() === '');
  return above.map((row) => row[column]?.value ?? '').find((value) => readNumber(value) !== undefined) ?? '';
}
