/** Gradebooks as platforms give them, filled in: every byte but the cells of those who handed in is as it was. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canvasCsv } from '../../../../src/cli/formats/canvas-csv.ts';
import { readSheet, withCells } from '../../../../src/cli/formats/csv-cells.ts';
import { FormatError, type Format } from '../../../../src/cli/formats/format.ts';
import { moodle } from '../../../../src/cli/formats/moodle.ts';
import type { Result } from '../../../../src/cli/formats/results.ts';
import { CLASS, classOf, failed, group, HOSTILE, hostile, passed, ungraded, unrunnable } from './class.ts';
import { expectGolden } from './golden.ts';

const CANVAS = `\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,A counter that survives (8123),Essay (8124),Current Score
    Points Possible,,,,,10.00,20,(read only)
"Lindqvist, Ada",10001,S-1,ada,"Group ""A""",,18,90
"Okafor, Bruno",10002,S-2,bruno,Group B,1,,80
"O’Neil, Chiara",10003,S-3,chiara,Group B,EX,,
"Petrov, Dmitri",10004,S-4,dmitri,Group B,3,,
"Nobody, Handed In",10009,S-9,nobody,Group B,,7,
"Student, Test",,,,Group B,,,
`;

const MOODLE =
  `Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (submission),Last modified (grade),Feedback comments
Participant 10001,Ada Lindqvist,ada@example.org,Submitted for grading - ,,50.00,Yes,"Monday, 2 November 2026, 10:00 AM",-,
Participant 10002,Bruno Okafor,bruno@example.org,Submitted for grading - ,10.00,50.00,Yes,"Tuesday, 3 November 2026, 9:12 PM","Wednesday, 4 November 2026, 8:00 AM","Old, with ""quotes"",
and a line"
Participant 10003,"Chiara O’Neil, ""Kiki""",chiara@example.org,Submitted for grading - ,,50.00,No,"Tuesday, 3 November 2026, 9:13 PM",-,
Participant 10004,Dmitri Petrov,dmitri@example.org,Submitted for grading - ,,50.00,Yes,"Tuesday, 3 November 2026, 9:14 PM",-,
Participant 10009,Nobody,nobody@example.org,No submission - ,,50.00,Yes,-,-,
`.replaceAll('\n', '\r\n');

const MOODLE_GERMAN = `ID,Vollständiger Name,E-Mail-Adresse,Status,Bewertung,Bestwertung,Bewertung kann geändert werden,Zuletzt geändert (Abgabe),Zuletzt geändert (Bewertung),Feedback als Kommentar
Teilnehmer/in10001,Ada Lindqvist,ada@example.org,Zur Bewertung abgegeben,,"15,00",Ja,"Montag, 2. November 2026, 10:00",-,
Teilnehmer/in10002,Bruno Okafor,bruno@example.org,Zur Bewertung abgegeben,,"15,00",Ja,"Dienstag, 3. November 2026, 21:12",-,
`;

function filled(
  format: Format,
  before: string,
  ...results: readonly Result[]
): { text: string; remarks: string } {
  const { text, remarks = [] } = format.write(classOf(...results), {
    fileName: 'book.csv',
    before,
    environment: {},
    now: '',
  });
  return { text, remarks: remarks.join('\n') };
}

/** The lines that differ. */
function changed(before: string, after: string): string[] {
  const old = new Set(before.split(/\r?\n/));
  return after.split(/\r?\n/).filter((line) => !old.has(line));
}

describe('canvas-csv', () => {
  it('fills in the assignment’s column, scaled to its points, and nothing else', async () => {
    const { text, remarks } = filled(canvasCsv, CANVAS, ...CLASS.results);
    await expectGolden(text, 'canvas.csv');
    expect(changed(CANVAS, text)).toEqual([
      '"Lindqvist, Ada",10001,S-1,ada,"Group ""A""",10,18,90',
      '"Okafor, Bruno",10002,S-2,bruno,Group B,4,,80',
    ]);
    expect(text.startsWith('\ufeffStudent,')).toBe(true);
    expect(remarks).toMatch(/10003\) is not entered: excused/);
    expect(remarks).toMatch(/10004\) is not entered: not graded, through no fault of theirs/);
    expect(remarks).toMatch(/10005\) is not entered: not in this gradebook/);
    expect(remarks).toMatch(/class\/notes\.ts/);
  });

  it('finds students by what they log in with, and enters a group for each', () => {
    const byLogin = filled(canvasCsv, CANVAS, { ...passed, students: [{ id: 'bruno' }] });
    expect(changed(CANVAS, byLogin.text)).toEqual(['"Okafor, Bruno",10002,S-2,bruno,Group B,10,,80']);
    const both = filled(canvasCsv, CANVAS, { ...group, students: [{ id: 'S-1' }, { id: '10009' }] });
    expect(changed(CANVAS, both.text)).toHaveLength(2);
  });

  it('enters nothing where two results are for one cell', () => {
    const { text, remarks } = filled(canvasCsv, CANVAS, passed, { ...failed, students: passed.students });
    expect(text).toBe(CANVAS);
    expect(remarks).toContain('several results for one cell');
  });

  it('takes the only assignment that there is, and asks when it cannot tell', () => {
    const one = CANVAS.replace('A counter that survives (8123)', 'Homework 1 (8123)').replace(
      ',Essay (8124)',
      ',Essay',
    );
    expect(changed(one, filled(canvasCsv, one, passed).text)).toHaveLength(1);
    const unclear = CANVAS.replace('A counter that survives (8123)', 'Homework 1 (8123)');
    expect(() => filled(canvasCsv, unclear, passed)).toThrow(/“Homework 1”, “Essay”/);
  });

  it('reads semicolons and decimal commas', () => {
    const semicolons =
      'Student;ID;Section;A counter that survives (1)\r\n    Points Possible;;;7,5\r\nAda;10001;"a;b";\r\n';
    expect(filled(canvasCsv, semicolons, { ...passed, score: 50 }).text).toBe(
      semicolons.replace('"a;b";', '"a;b";3,75'),
    );
  });

  it('refuses a file that is none, before anything is graded', () => {
    for (const other of ['', 'a,b\n1,2\n', MOODLE, 'Student,ID\n"never closed'])
      expect(() => canvasCsv.fillsIn?.(other)).toThrow(FormatError);
  });
});

describe('moodle', () => {
  it('fills in grades and comments, and nothing else', async () => {
    const { text, remarks } = filled(moodle, MOODLE, ...CLASS.results);
    await expectGolden(text, 'moodle.csv');
    const [before, after] = [readSheet(MOODLE), readSheet(text)];
    const differing = after.rows.flatMap((row, r) =>
      row.flatMap(({ value }, c) => (value === before.rows[r]?.[c]?.value ? [] : [`${r}:${c}`])),
    );
    expect(differing).toEqual(['1:4', '1:9', '2:4', '2:9']);
    expect(after.rows[1]?.[4]?.value).toBe('50');
    expect(after.rows[2]?.[4]?.value).toBe('20');
    expect(remarks).toMatch(/10003\) is not entered: Moodle says that the grade cannot be changed/);
    expect(remarks).toMatch(/10004\) is not entered: not graded, through no fault of theirs/);
  });

  it('finds its columns whatever the language, and writes numbers as it does', () => {
    const { text } = filled(moodle, MOODLE_GERMAN, passed, { ...failed, score: 50 });
    const { rows } = readSheet(text);
    expect(rows[1]?.[4]?.value).toBe('15');
    expect(rows[2]?.[4]?.value).toBe('7,5');
    expect(rows[2]?.[9]?.value).toContain('Two requests got the number 1.');
    expect(rows[1]?.slice(5, 9)).toEqual(readSheet(text).rows[1]?.slice(5, 9));
  });

  it('is not misled when all have the same grade', () => {
    const same = MOODLE_GERMAN.replaceAll('abgegeben,,', 'abgegeben,"15,00",');
    expect(readSheet(filled(moodle, same, { ...failed, score: 50 }).text).rows[2]?.[4]?.value).toBe('7,5');
  });

  it('is for one exercise, and refuses what is no worksheet or has a scale', () => {
    expect(() => filled(moodle, MOODLE, passed, { ...failed, exercise: 'larger' })).toThrow(/2 exercises/);
    for (const other of ['', CANVAS, MOODLE_GERMAN.replaceAll('"15,00"', 'gut')])
      expect(() => moodle.fillsIn?.(other)).toThrow(FormatError);
  });

  it('survives hostile text: comments are HTML and CSV, and theirs is neither', () => {
    const { text } = filled(moodle, MOODLE, { ...hostile, students: [{ id: '10001' }] });
    const comment = readSheet(text).rows[1]?.[9]?.value ?? '';
    expect(readSheet(text).rows).toHaveLength(6);
    expect(comment).toContain('&lt;script&gt;');
    expect(comment.replaceAll('<br />', '')).not.toMatch(/[<>\p{Cc}\p{Bidi_Control}]/u);
    expect(comment).not.toMatch(/^[=+\-@\t\r]/);
    const canvas = filled(canvasCsv, CANVAS, { ...hostile, students: [{ id: HOSTILE, name: HOSTILE }] });
    expect(canvas.text).toBe(CANVAS);
    expect(canvas.remarks).not.toContain('\u001b');
  });

  it('gives no points for what cannot be run, and leaves alone what we failed to grade', () => {
    const changeable = MOODLE.replace(',No,', ',Yes,');
    const { text } = filled(moodle, changeable, unrunnable, ungraded);
    const { rows } = readSheet(text);
    expect(rows[3]?.[4]?.value).toBe('0');
    expect(rows[4]?.[4]?.value).toBe('');
    expect(rows[4]?.[9]?.value).toBe('');
  });
});

describe('cells', () => {
  it('are read as they were written, and changing none changes nothing', () => {
    const value = fc.string({
      unit: fc.constantFrom('a', ',', ';', '"', '\n', '\r', ' ', 'é', '='),
      maxLength: 6,
    });
    const table = fc.array(fc.array(value, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n'), (rows, end) => {
        const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
        const text = ['h,h', ...rows.map((row) => row.map(quoted).join(','))].join(end);
        const sheet = readSheet(text);
        expect(sheet.rows.slice(1).map((row) => row.map((cell) => cell.value))).toEqual(rows);
        expect(withCells(sheet, new Map())).toBe(text);
        const cell = sheet.rows[1]?.[0];
        if (cell === undefined) return;
        const again = readSheet(withCells(sheet, new Map([[cell, 'new, "one"']])));
        expect(again.rows[1]?.map((one) => one.value)).toEqual(['new, "one"', ...(rows[0]?.slice(1) ?? [])]);
        expect(again.rows.slice(2).map((row) => row.map((one) => one.value))).toEqual(rows.slice(1));
      }),
      { seed: 11, numRuns: 1000 },
    );
  });

  it('keep an odd file whole', () => {
    for (const text of [
      '',
      '\n\n',
      'a,b',
      'a,b,',
      'a,"b"c\nd',
      '\ufeff"a",b\r\n',
      'a\rb\r',
      'a,b\n\n\nc,d\n',
    ])
      expect(withCells(readSheet(text), new Map())).toBe(text);
  });
});
