import { describe, expect, it } from 'vitest';
import { resultTable } from '../../../src/cli/result-table.ts';
import { CLASS, hostile } from './formats/class.ts';

const ESCAPE = String.fromCharCode(27);

/** The lines without our colours. */
const lines = (...args: Parameters<typeof resultTable>): string[] =>
  resultTable(...args).map(({ text }) =>
    text
      .split(ESCAPE)
      .map((part, i) => (i === 0 ? part : part.replace(/^\[\d+m/, '')))
      .join(''),
  );

describe('the table of a class', () => {
  it('has a line for each result, with a word for what our side failed', () => {
    const [first, ...others] = lines(CLASS.results, Infinity);
    expect(first).toMatch(/^passed {9}Ada Lindqvist {10}counter {2}100 of 100 {2}Passed/);
    expect(others.filter((line) => line.startsWith('not graded'))).toHaveLength(2);
    expect(others.find((line) => line.includes('Petrov'))).toMatch(/no grade +Not graded, through no fault/);
    expect(others.at(-1)).toBe('2 passed, 1 failed, 2 cannot be run, 2 not graded');
  });

  it('keeps to the width of the terminal, and each result to its line, whatever it is called', () => {
    for (const columns of [100, 140]) {
      for (const line of lines([...CLASS.results, hostile], columns)) {
        expect(line.length).toBeLessThan(columns);
        expect(line).not.toMatch(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/u);
      }
    }
    expect(lines([hostile], Infinity)[0]).toContain('\\u{1b}[31mred\\u{1b}[0m');
  });
});
