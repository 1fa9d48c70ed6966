/**
 * Short texts as fewer characters that may stand in an address: matches with what came before, or with a given
 * beginning, are written as references (Ziv and Lempel, A Universal Algorithm for Sequential Data Compression, IEEE
 * Trans. Inf. Theory 23 (3), 1977), and the bytes that come of it in base64url without padding (RFC 4648, section 5).
 */

/** Shortest match that is worth its three bytes. */
const MATCH_MIN = 4;
const MATCH_MAX = MATCH_MIN + 0x7f;
const DISTANCE_MAX = 0xffff;
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * Packs a text of ASCII characters.
 *
 * @param beginning what {@link unpackText} will be given too: texts that resemble it become shorter
 * @throws RangeError for a character outside ASCII
 */
export function packText(text: string, beginning: string): string {
  const whole = beginning + text;
  const bytes: number[] = [];
  for (let at = beginning.length; at < whole.length;) {
    const match = longestMatch(whole, at);
    if (match === undefined) {
      const unit = whole.charCodeAt(at);
      if (unit > 0x7f) throw new RangeError('packText: only ASCII characters. Escape the others.');
      bytes.push(unit);
      at++;
    } else {
      const distance = at - match.start;
      bytes.push(0x80 | (match.length - MATCH_MIN), distance >> 8, distance & 0xff);
      at += match.length;
    }
  }
  return toBase64Url(bytes);
}

/**
 * Gives back what {@link packText} was given.
 *
 * @param lengthMax longest text that is made, in characters
 * @returns `undefined` for what is no packed text, or a longer one
 */
export function unpackText(packed: string, beginning: string, lengthMax: number): string | undefined {
  const bytes = fromBase64Url(packed);
  if (bytes === undefined) return undefined;
  let whole = beginning;
  for (let i = 0; i < bytes.length;) {
    const byte = bytes[i++] ?? 0;
    if (byte < 0x80) {
      whole += String.fromCharCode(byte);
    } else {
      const high = bytes[i++];
      const low = bytes[i++];
      if (high === undefined || low === undefined) return undefined;
      const start = whole.length - ((high << 8) | low);
      const length = (byte & 0x7f) + MATCH_MIN;
      if (start < 0 || start + length > whole.length) return undefined;
      whole += whole.slice(start, start + length);
    }
    if (whole.length - beginning.length > lengthMax) return undefined;
  }
  return whole.slice(beginning.length);
}

/** The digits of an unsigned 32-bit integer: six characters. */
export function packInteger(value: number): string {
  let text = '';
  for (let shift = 30; shift >= 0; shift -= 6) text += DIGITS.charAt((value >>> shift) & 63);
  return text;
}

/** The longest text before `at` that goes on as the text at `at` does; matches do not overlap what they describe. */
function longestMatch(whole: string, at: number): { start: number; length: number } | undefined {
  let best: { start: number; length: number } | undefined;
  for (let length = MATCH_MIN; length <= MATCH_MAX && at + length <= whole.length; length++) {
    const wanted = whole.slice(at, at + length);
    const start = whole.lastIndexOf(wanted, at - length);
    if (at < length || start < 0 || at - start > DISTANCE_MAX) break;
    best = { start, length };
  }
  return best;
}

function toBase64Url(bytes: readonly number[]): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b, c] = bytes.slice(i, i + 3);
    text += DIGITS.charAt(a >> 2) + DIGITS.charAt(((a & 3) << 4) | ((b ?? 0) >> 4));
    if (b !== undefined) text += DIGITS.charAt(((b & 15) << 2) | ((c ?? 0) >> 6));
    if (c !== undefined) text += DIGITS.charAt(c & 63);
  }
  return text;
}

function fromBase64Url(text: string): number[] | undefined {
  if (text.length % 4 === 1) return undefined;
  const bytes: number[] = [];
  let bits = 0;
  let count = 0;
  for (const character of text) {
    const digit = DIGITS.indexOf(character);
    if (digit < 0) return undefined;
    bits = ((bits << 6) | digit) & 0xfff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes.push((bits >> count) & 0xff);
    }
  }
  return bytes;
}
