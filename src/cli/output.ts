/**
 * All that the command line prints goes through here. Text of others (what programs throw and log, their names, file
 * names, tokens) may hold what a terminal obeys: it is shown with such characters written out.
 */
import pc from 'picocolors';

/** Text that a terminal may be given as it is. Made by {@link text}, {@link style} and {@link paint} alone. */
export class Printable {
  readonly text: string;
  /** @param text has been through {@link written} */
  constructor(text: string) {
    this.text = text;
  }
}

/** What can be put into a line. Strings are written out, whosever they are. */
export type Part = string | number | Printable;

/** Characters that say how others are shown, and show nothing themselves: from and to, as code points. */
const UNSHOWN: readonly (readonly [number, number])[] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x61c, 0x61c],
  [0x180e, 0x180e],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0xd800, 0xdfff],
  [0xfeff, 0xfeff],
  [0xfff0, 0xfffb],
  [0xe0000, 0xe0fff],
];
const NAMED: ReadonlyMap<number, string> = new Map([
  [0x09, '\\t'],
  [0x0a, '\\n'],
  [0x0d, '\\r'],
]);

function isUnshown(point: number): boolean {
  return UNSHOWN.some(([from, to]) => from <= point && point <= to);
}

/** Foreign text on one line: control characters, marks of direction and the like as `\u{1b}`. */
export function written(foreign: string): string {
  let result = '';
  for (const char of foreign) {
    const point = char.codePointAt(0) ?? 0;
    result += isUnshown(point) ? (NAMED.get(point) ?? `\\u{${point.toString(16)}}`) : char;
  }
  return result;
}

function rawOf(part: Part): string {
  return part instanceof Printable ? part.text : written(String(part));
}

/** A line of parts: ``text`${mark}  ${path}` ``. */
export function text(literals: TemplateStringsArray, ...parts: readonly Part[]): Printable {
  return new Printable(
    literals.map((literal, i) => literal + (i < parts.length ? rawOf(parts[i] ?? '') : '')).join(''),
  );
}

const painted =
  (color: (text: string) => string) =>
  (part: Part): Printable =>
    new Printable(color(rawOf(part)));

/** Colours, where the terminal has them. */
export const paint = {
  green: painted(pc.green),
  red: painted(pc.red),
  yellow: painted(pc.yellow),
  magenta: painted(pc.magenta),
  bold: painted(pc.bold),
  dim: painted(pc.dim),
} as const;

/** Prints a line on standard output. */
export function print(part: Part): void {
  process.stdout.write(`${rawOf(part).trimEnd()}\n`);
}

/** Prints a line on standard error. */
export function complain(part: Part): void {
  process.stderr.write(`${rawOf(part)}\n`);
}

/** Text of at most `width` characters; the end is cut off, and `…` says so. */
export function cut(whole: string, width: number): string {
  return whole.length <= width ? whole : `${whole.slice(0, Math.max(0, width - 1))}…`;
}

/** Writes over the line on standard error, a terminal; `""` takes it away. */
export function rewriteLine(line: string): void {
  process.stderr.write(`\r\u001b[K${cut(written(line), Math.max(20, process.stderr.columns) - 1)}`);
}

/** A value as JSON; what JSON leaves as it is but a terminal obeys is escaped. */
export function jsonText(value: unknown, indent = 2): string {
  let result = '';
  for (const char of JSON.stringify(value, null, indent)) {
    const isLayout = char === '\n';
    if (isLayout || !isUnshown(char.codePointAt(0) ?? 0)) result += char;
    else {
      for (let i = 0; i < char.length; i++)
        result += `\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`;
    }
  }
  return result;
}

/** Prints a value as JSON on standard output, with what {@link jsonText} escapes. */
export function printJson(value: unknown): void {
  process.stdout.write(`${jsonText(value)}\n`);
}
