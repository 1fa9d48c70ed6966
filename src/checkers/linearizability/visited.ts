import { at, grown } from './words.ts';

/**
 * Configurations that the search has met and need not meet again.
 *
 * A configuration is a few words: first the key (how far in the history, the model's state, which operations under way
 * are placed), then the set of open operations used. Plain caching (Lowe, *Testing for linearizability*, 2017) asks
 * whether the same one was met. Here one that was met with the same key and *fewer* used covers it: whatever can be done
 * from here could be done from there, with open operations to spare. This keeps histories with many unanswered
 * operations small, where plain caching meets every subset of them.
 */
export class Visited {
  private readonly keyWords: number;
  private readonly words: number;
  /** Entries one after the other: the index of the next in the same bucket plus one, then the words. */
  private entries: Int32Array = new Int32Array(1024);
  private length = 0;
  private count = 0;
  private buckets: Int32Array = new Int32Array(256);

  /**
   * @param keyWords how many words must be equal.
   * @param setWords how many words after them are a set of bits.
   */
  constructor(keyWords: number, setWords: number) {
    this.keyWords = keyWords;
    this.words = keyWords + setWords;
  }

  /** Adds the configuration at `offset`, unless one that covers it is there already; says whether it was added. */
  add(from: Int32Array, offset: number): boolean {
    const bucket = this.bucketOf(from, offset);
    for (let next = at(this.buckets, bucket); next !== 0; next = at(this.entries, next - 1)) {
      if (this.covers(next, from, offset)) return false;
    }
    this.entries = grown(this.entries, this.length + 1 + this.words);
    this.entries[this.length] = at(this.buckets, bucket);
    for (let i = 0; i < this.words; i++) this.entries[this.length + 1 + i] = at(from, offset + i);
    this.buckets[bucket] = this.length + 1;
    this.length += 1 + this.words;
    this.count++;
    if (this.count > this.buckets.length) this.rehash();
    return true;
  }

  /** The second words of all configurations whose first word is `first`: each once, in order of arrival. */
  secondWordsOf(first: number): number[] {
    const found = new Set<number>();
    for (let entry = 1; entry < this.length; entry += 1 + this.words) {
      if (at(this.entries, entry) === first) found.add(at(this.entries, entry + 1));
    }
    return [...found];
  }

  private covers(entry: number, from: Int32Array, offset: number): boolean {
    const { entries, keyWords, words } = this;
    for (let i = 0; i < keyWords; i++) {
      if (at(entries, entry + i) !== at(from, offset + i)) return false;
    }
    for (let i = keyWords; i < words; i++) {
      if ((at(entries, entry + i) & ~at(from, offset + i)) !== 0) return false;
    }
    return true;
  }

  private bucketOf(from: Int32Array, offset: number): number {
    let hash = 0;
    for (let i = 0; i < this.keyWords; i++) {
      hash = Math.imul(hash ^ at(from, offset + i), 0x9e37_79b1);
      hash ^= hash >>> 15;
    }
    return hash & (this.buckets.length - 1);
  }

  private rehash(): void {
    this.buckets = new Int32Array(4 * this.buckets.length);
    for (let start = 0; start < this.length; start += 1 + this.words) {
      const bucket = this.bucketOf(this.entries, start + 1);
      this.entries[start] = at(this.buckets, bucket);
      this.buckets[bucket] = start + 1;
    }
  }
}
