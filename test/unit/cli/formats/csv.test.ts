import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csv } from '../../../../src/cli/formats/csv.ts';
import { safeField } from '../../../../src/cli/formats/csv-text.ts';
import { CLASS, classOf, HOSTILE, hostile } from './class.ts';
import { expectGolden } from './golden.ts';

const target = { fileName: 'grades.csv', environment: {}, now: '' };

it('has a row for each result, and a blank where our side failed', async () => {
  const { text } = csv.write(CLASS, target);
  await expectGolden(text, 'grades.csv');
  expect(text).toContain('\r\n10004,counter,,100,not graded,"Not graded, through no fault of the program');
});

it.each(['=1', '+1', '-1+2', '@SUM(A1)', '\tx', '\rx', "=cmd|' /C calc'!A0"])(
  'makes no formula of %j',
  (value) => {
    expect(safeField(value)).toMatch(/^"?'/);
  },
);

it('leaves numbers alone, negative ones too', () => {
  expect(['0', '-1', '12.5', '-0.25'].map(safeField)).toEqual(['0', '-1', '12.5', '-0.25']);
});

it('quotes so that a field is read as it was, and never as a formula', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii', maxLength: 12 }), (value) => {
      const field = safeField(value);
      const read = field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field;
      expect(read.replace(/^'/, '')).toBe(value.replace(/^'/, ''));
      expect(/^-?\d/.test(read) || !/^[=+\-@\t\r]/.test(read)).toBe(true);
      if (!field.startsWith('"')) expect(field).not.toMatch(/[",\r\n]/);
    }),
    { seed: 22, numRuns: 3000 },
  );
});

it('survives hostile text: one row, no formula, nothing that a terminal obeys', () => {
  const { text } = csv.write(classOf(hostile), target);
  const rows = text.split('\r\n');
  expect(rows).toHaveLength(3);
  expect(rows[1]).toMatch(/^"'=HYPERLINK/);
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/u);
  expect(HOSTILE).toMatch(/\p{Cc}/u);
});
