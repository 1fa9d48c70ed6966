/** A line of a CSV file: its cells, and where it begins, from 1. */
export interface CsvLine {
  readonly cells: readonly string[];
  readonly line: number;
}

/** Reads CSV (RFC 4180): cells in quotes may hold commas, quotes and line ends. Any kind of line end. */
export function parseCsv(text: string): CsvLine[] {
  const lines: CsvLine[] = [];
  let cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  let line = 1;
  let beganAt = 1;
  const endLine = (): void => {
    lines.push({ cells: [...cells, cell], line: beganAt });
    cells = [];
    cell = '';
  };
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? '';
    if (char === '\n' || (char === '\r' && text[i + 1] !== '\n')) line++;
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (text[i + 1] === '"') {
        cell += '"';
        i++;
      } else isQuoted = false;
    } else if (char === '"' && cell === '') isQuoted = true;
    else if (char === ',') {
      cells.push(cell);
      cell = '';
    } else if (char === '\n' || char === '\r') {
      if (char === '\r' && text[i + 1] === '\n') {
        i++;
        line++;
      }
      endLine();
      beganAt = line;
    } else cell += char;
  }
  if (cell !== '' || cells.length > 0) endLine();
  return lines;
}
