import { assert } from '../../util/assert.ts';

/** Reads a typed array. Past its end the answer is 0, which no caller here relies on. */
export function at(words: Int32Array | Float64Array, index: number): number {
  return words[index] ?? 0;
}

/**
 * Reads an array whose elements are all there.
 *
 * @throws AssertionError past the end.
 */
export function item<T>(array: readonly T[], index: number): T {
  const element = array[index];
  assert(element !== undefined, 'linearizability: index past the end of an array');
  return element;
}

/** A typed array of at least `length`, twice as long as before, that begins with what `words` holds. */
export function grown(words: Int32Array, length: number): Int32Array {
  if (length <= words.length) return words;
  const longer = new Int32Array(Math.max(length, 2 * words.length));
  longer.set(words);
  return longer;
}
