/**
 * Capitals and small letters as of Unicode 15.0, whatever version the engine knows: letters that are younger, or not
 * there yet, stay as they are.
 */

/** Blocks outside the basic plane that have capitals: from and to, as code points. None of them has room for more. */
const CASED: readonly (readonly [number, number])[] = [
  [0x10400, 0x1044f],
  [0x104b0, 0x104fb],
  [0x10570, 0x105bc],
  [0x10c80, 0x10cf2],
  [0x118a0, 0x118df],
  [0x16e40, 0x16e7f],
  [0x1e900, 0x1e943],
];
/** Places of the basic plane, among or near letters with capitals, that Unicode 15.0 has not filled. */
const UNFILLED =
  /[\u0378\u0379\u0380-\u0383\u038b\u038d\u03a2\u0530\u0557\u0558\u058b\u058c\u10c6\u10c8-\u10cc\u10ce\u10cf\u13f6\u13f7\u13fe\u13ff\u1c89-\u1c8f\u1cbb\u1cbc\ua7cb-\ua7cf\ua7d2\ua7d4\ua7da-\ua7f1\uab6c-\uab6f]/;
const YOUNG = new RegExp(`${UNFILLED.source}|[\\ud800-\\udbff][\\udc00-\\udfff]`, 'g');
/** From here on there may be such places. */
const FIRST = 0x378;

/** Applies the engine's mapping to what every version of Unicode maps alike. */
export function mapCase(text: string, map: (part: string) => string): string {
  let plain = 0;
  while (plain < text.length && text.charCodeAt(plain) < FIRST) plain++;
  if (plain === text.length) return map(text);
  let result = '';
  let from = 0;
  YOUNG.lastIndex = 0;
  for (let found = YOUNG.exec(text); found !== null; found = YOUNG.exec(text)) {
    const [letter] = found;
    const point = letter.codePointAt(0) ?? 0;
    if (CASED.some(([first, last]) => first <= point && point <= last)) continue;
    result += map(text.slice(from, found.index)) + letter;
    from = found.index + letter.length;
  }
  return result + map(text.slice(from));
}
