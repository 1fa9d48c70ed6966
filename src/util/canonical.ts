/** What messages, disks, inputs and outputs are made of. Numbers are finite. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * The one text of a JSON value: two values have the same text exactly when {@link deepEqualJson} holds.
 *
 * No spaces; keys in order of their UTF-16 code units, whatever the order of insertion; `-0` written `0`; numbers in
 * the shortest form that reads back as the same double, which ECMAScript fixes for all engines; lone surrogates
 * escaped. In the manner of RFC 8785 (JSON Canonicalization Scheme), sections 3.2.2 and 3.2.3.
 *
 * @throws TypeError for what is not JSON: `undefined`, functions, symbols, bigints, infinities, NaN.
 */
export function canonicalJson(value: Json): string {
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'number':
      if (!Number.isFinite(value)) throw notJson(value);
      return String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return isJsonArray(value) ? canonicalArray(value) : canonicalObject(value);
    default:
      throw notJson(value);
  }
}

/**
 * Whether two JSON values are the same value: same structure, keys in any order, `0` equal to `-0`.
 * Cheaper than comparing texts, and stops at the first difference.
 */
export function deepEqualJson(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (isJsonArray(a)) return isJsonArray(b) && equalArrays(a, b);
  return !isJsonArray(b) && equalObjects(a, b);
}

/** Whether a JSON value is an array; unlike `Array.isArray` it keeps the element type of read-only ones. */
export function isJsonArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** Whether a JSON value is an object with keys: neither an array nor `null`. */
export function isJsonObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function canonicalArray(array: readonly Json[]): string {
  let text = '[';
  let separator = '';
  for (const element of array) {
    text += separator + canonicalJson(element);
    separator = ',';
  }
  return text + ']';
}

function canonicalObject(object: { readonly [key: string]: Json }): string {
  let text = '{';
  let separator = '';
  for (const key of sorted(Object.keys(object))) {
    const value = object[key];
    if (value === undefined) throw notJson(value);
    text += separator + quote(key) + ':' + canonicalJson(value);
    separator = ',';
  }
  return text + '}';
}

/** Sorts in place, by UTF-16 code units. Messages have few keys, often in order: then no call to `sort`, which costs more. */
function sorted(keys: string[]): string[] {
  let previous = '';
  for (const key of keys) {
    if (key < previous) return keys.sort();
    previous = key;
  }
  return keys;
}

/** As `JSON.stringify` of a text, faster for short plain ones, which nearly all are. */
function quote(text: string): string {
  if (text.length > 24) return JSON.stringify(text);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const isPlain = unit >= 0x20 && unit < 0x7f && unit !== 0x22 && unit !== 0x5c;
    if (!isPlain) return JSON.stringify(text);
  }
  return `"${text}"`;
}

function equalArrays(a: readonly Json[], b: readonly Json[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    const x = a[i];
    const y = b[i];
    if (x === undefined || y === undefined || !deepEqualJson(x, y)) return false;
  }
  return true;
}

function equalObjects(a: { readonly [key: string]: Json }, b: { readonly [key: string]: Json }): boolean {
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  for (const key of keys) {
    if (!Object.hasOwn(b, key)) return false;
    const x = a[key];
    const y = b[key];
    if (x === undefined || y === undefined || !deepEqualJson(x, y)) return false;
  }
  return true;
}

function notJson(value: unknown): TypeError {
  return new TypeError(
    `canonicalJson: ${typeof value === 'number' ? String(value) : typeof value} is not JSON. ` +
      'Use null, booleans, finite numbers, strings, arrays and plain objects.',
  );
}
