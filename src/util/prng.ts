import { assert } from './assert.ts';

/**
 * Where randomness starts: a safe integer or a text. All of a text counts, so a secret of 128 bits stays one.
 * Equal seeds give equal runs in every engine: everything here is integer arithmetic modulo 2³².
 */
export type Seed = number | string;

const TWO_POW_32 = 0x1_0000_0000;
const TWO_POW_53 = 0x20_0000_0000_0000;

/**
 * Stirs a number into a 32-bit hash: each bit of `h` and `n` flips each bit of the result with a chance near one half.
 *
 * One block of MurmurHash3_x86_32 and its finaliser `fmix32` (Appleby, SMHasher, public domain).
 *
 * @param n an integer; only its low 32 bits count (see {@link keyed} for larger ones).
 * @returns an unsigned 32-bit integer.
 */
export function mix(h: number, n: number): number {
  return avalanche(absorb(h, n));
}

/**
 * A 32-bit hash of a text, UTF-16 code unit by code unit, with its length.
 *
 * @param h where to start: different starts give independent hashes.
 * @returns an unsigned 32-bit integer.
 */
export function hashString(s: string, h = 0): number {
  let hash = h;
  for (let i = 0; i < s.length; i++) hash = absorb(hash, s.charCodeAt(i));
  return avalanche(hash ^ s.length);
}

/**
 * A hash of a seed and a list of integers: the random number that belongs to that key, whoever asks, in whatever
 * order. This is what keeps the rest of a run still when one fault is taken out of it.
 *
 * @param parts safe integers. Lists that differ in any element or in length give independent hashes.
 * @returns an unsigned 32-bit integer.
 */
export function keyed(seed: number, ...parts: number[]): number {
  let h = stirInteger(0, seed);
  for (const part of parts) h = stirInteger(h, part);
  return mix(h, parts.length);
}

/**
 * As {@link keyed}, for seeds and keys that may be texts. `1` and `"1"` are different keys.
 *
 * @returns an unsigned 32-bit integer.
 */
export function hash32(seed: Seed, ...keys: (number | string)[]): number {
  let h = stir(0, seed);
  for (const key of keys) h = stir(h, key);
  return mix(h, keys.length);
}

/**
 * A sequence of random numbers from a seed: sfc32, "small fast counting" (Doty-Humphrey, PractRand 0.94): period at
 * least 2³² whatever the seed, 2¹²⁷ on average. Not for secrets: who sees some outputs can compute the rest.
 */
export class Prng {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;
  /** What the seed was boiled down to; forks start from here. */
  private readonly root: readonly [number, number, number, number];

  constructor(seed: Seed) {
    this.root = [stir(1, seed), stir(2, seed), stir(3, seed), stir(4, seed)];
    this.a = this.root[0];
    this.b = this.root[1];
    this.c = this.root[2] ^ this.root[3];
    for (let i = 0; i < 12; i++) this.nextUint32();
  }

  /** The next 32 bits, as an unsigned integer. */
  nextUint32(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /**
   * An integer between `lo` and `hi`, both included, each equally likely.
   *
   * @throws AssertionError unless both are safe integers, `lo <= hi`, and there are fewer than 2⁵³ of them.
   */
  int(lo: number, hi: number): number {
    const sound = Number.isSafeInteger(lo) && Number.isSafeInteger(hi) && Number.isSafeInteger(hi - lo + 1);
    if (!sound || lo > hi)
      assert(false, `Prng.int: from ${lo} to ${hi}. Give two safe integers, the smaller first.`);
    return lo + this.below(hi - lo + 1);
  }

  /**
   * True in `numerator` of `denominator` cases. Draws even when the answer is certain, so that changing odds leaves the
   * draws that follow where they were, as far as can be.
   *
   * @throws AssertionError unless 0 ≤ `numerator` ≤ `denominator`, integers, `denominator` ≥ 1.
   */
  chance(numerator: number, denominator: number): boolean {
    const sound = Number.isSafeInteger(numerator) && Number.isSafeInteger(denominator) && denominator >= 1;
    if (!sound || numerator < 0 || numerator > denominator) {
      assert(
        false,
        `Prng.chance: ${numerator} in ${denominator}. Give two integers, 0 <= numerator <= denominator >= 1.`,
      );
    }
    return this.below(denominator) < numerator;
  }

  /**
   * One of the elements, each equally likely.
   *
   * @throws AssertionError for an empty array.
   */
  pick<T extends NonNullable<unknown> | null>(array: readonly T[]): T {
    assert(array.length > 0, 'Prng.pick: nothing to pick from. Give an array with at least one element.');
    const picked = array[this.below(array.length)];
    assert(picked !== undefined, 'Prng.pick: an array with holes. Give one whose elements are all there.');
    return picked;
  }

  /**
   * A new array with the same elements in random order, every order equally likely: the inside-out form of the shuffle
   * of Fisher and Yates (Knuth, TAOCP 2, section 3.4.2, algorithm P).
   */
  shuffle<T extends NonNullable<unknown> | null>(array: readonly T[]): T[] {
    const shuffled: T[] = [];
    for (const element of array) {
      const at = this.below(shuffled.length + 1);
      const displaced = shuffled[at];
      if (displaced === undefined) {
        shuffled.push(element);
      } else {
        shuffled.push(displaced);
        shuffled[at] = element;
      }
    }
    return shuffled;
  }

  /** A number in [0, 1) made of 53 random bits: a multiple of 2⁻⁵³, exact. */
  float(): number {
    return this.bits53() / TWO_POW_53;
  }

  /**
   * A generator of its own for one purpose. It depends on this generator's seed and on `label` alone, never on how many
   * numbers were drawn before: who draws more here disturbs nobody there. The same label gives the same fork.
   */
  fork(label: string): Prng {
    const [p, q, r, s] = this.root;
    return new Prng(`${p}/${q}/${r}/${s}/${label}`);
  }

  /** An integer in [0, range), unbiased: draws that would favour small numbers are thrown away. */
  private below(range: number): number {
    if (range <= 0xffff_ffff) {
      // 2³² mod range, in 32-bit arithmetic (Lemire, Fast Random Integer Generation in an Interval, 2019, section 4).
      const excess = (-range >>> 0) % (range >>> 0);
      let draw = this.nextUint32();
      while (draw < excess) draw = this.nextUint32();
      return draw % (range >>> 0);
    }
    const excess = TWO_POW_53 % range;
    let draw = this.bits53();
    while (draw < excess) draw = this.bits53();
    return draw % range;
  }

  private bits53(): number {
    const high = this.nextUint32() >>> 6;
    const low = this.nextUint32() >>> 5;
    return high * 0x800_0000 + low;
  }
}

/** One block of MurmurHash3_x86_32, without the finaliser. Signed result. */
function absorb(h: number, n: number): number {
  let k = Math.imul(n, 0xcc9e_2d51);
  k = (k << 15) | (k >>> 17);
  const mixed = h ^ Math.imul(k, 0x1b87_3593);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe654_6b64) | 0;
}

/** `fmix32` of MurmurHash3. */
function avalanche(h: number): number {
  let x = h ^ (h >>> 16);
  x = Math.imul(x, 0x85eb_ca6b);
  x ^= x >>> 13;
  x = Math.imul(x, 0xc2b2_ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

function stirInteger(h: number, n: number): number {
  if ((n | 0) === n) return mix(h, n);
  assert(Number.isSafeInteger(n), () => `prng: ${n} cannot be a seed or key. Give a safe integer.`);
  return mix(mix(h ^ 0x5bd1_e995, Math.floor(n / TWO_POW_32)), n % TWO_POW_32);
}

function stir(h: number, key: number | string): number {
  return typeof key === 'number' ? stirInteger(h, key) : hashString(key, h ^ 0x2711_9c5d);
}
