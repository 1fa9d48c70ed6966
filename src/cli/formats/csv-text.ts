/** Comma-separated values, as in RFC 4180. */

/** What a spreadsheet takes for a formula, or skips to find one. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * A field that may hold anything. A leading apostrophe keeps a spreadsheet from taking it for a formula; it is left
 * away from plain numbers, which are none.
 */
export function safeField(value: string): string {
  const isNumber = /^-?\d+(\.\d+)?$/.test(value);
  return quoted(!isNumber && FORMULA.test(value) ? `'${value}` : value);
}

/** A field as it is, in quotation marks where it needs them. */
export function quoted(value: string, delimiter = ','): string {
  return /["\r\n]/.test(value) || value.includes(delimiter) || value.trim() !== value
    ? `"${value.replaceAll('"', '""')}"`
    : value;
}
