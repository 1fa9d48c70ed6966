/** Changes cells of somebody's CSV file, and leaves every other byte as it was. */
import { quoted } from './csv-text.ts';
import { FormatError } from './format.ts';

/** A cell: what it says, and where it stands in the text. */
export interface Cell {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** A file of cells. */
export interface Sheet {
  readonly text: string;
  readonly delimiter: string;
  readonly rows: readonly (readonly Cell[])[];
}

/**
 * Reads CSV with commas, semicolons or tabs, whichever the first line has most of.
 *
 * @throws FormatError where a quotation mark is never closed
 */
export function readSheet(text: string): Sheet {
  const delimiter = delimiterOf(text);
  const rows: Cell[][] = [];
  let row: Cell[] = [];
  let at = text.startsWith('\ufeff') ? 1 : 0;
  while (at < text.length) {
    const cell = readCell(text, at, delimiter);
    row.push(cell);
    at = cell.end;
    if (text[at] === delimiter) {
      at++;
      // A line may end with an empty cell, and the file with that line.
      if (at < text.length) continue;
      row.push({ value: '', start: at, end: at });
    }
    if (text.startsWith('\r\n', at)) at += 2;
    else if (at < text.length) at++;
    const isBlank = row.length === 1 && row[0]?.start === row[0]?.end;
    if (!isBlank) rows.push(row);
    row = [];
  }
  return { text, delimiter, rows };
}

function readCell(text: string, start: number, delimiter: string): Cell {
  if (text[start] !== '"') {
    let end = start;
    while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end++;
    return { value: text.slice(start, end), start, end };
  }
  let end = start + 1;
  let value = '';
  for (;;) {
    const close = text.indexOf('"', end);
    if (close < 0) throw new FormatError('A quotation mark in it is never closed: it is no whole CSV file.');
    value += text.slice(end, close);
    end = close + 1;
    if (text[end] !== '"') break;
    value += '"';
    end++;
  }
  // What stands behind a closing mark is odd, and kept.
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') {
    value += text[end];
    end++;
  }
  return { value, start, end };
}

function delimiterOf(text: string): string {
  const [firstLine = ''] = text.split(/\r?\n/, 1);
  const plain = firstLine.replace(/"(?:[^"]|"")*"/g, '');
  const count = (mark: string): number => plain.split(mark).length - 1;
  const [best = ','] = [',', ';', '\t'].sort((a, b) => count(b) - count(a));
  return best;
}

/** The file's text with other values in some cells. */
export function withCells({ text, delimiter }: Sheet, changes: ReadonlyMap<Cell, string>): string {
  let result = '';
  let at = 0;
  for (const [{ start, end }, value] of [...changes].sort(([a], [b]) => a.start - b.start)) {
    result += text.slice(at, start) + quoted(value, delimiter);
    at = end;
  }
  return result + text.slice(at);
}
