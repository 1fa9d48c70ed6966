import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hash32, hashString, keyed, mix, Prng } from '../../../src/util/prng.ts';

const seeded = { seed: 1, numRuns: 200 };
const anySeed = fc.oneof(fc.maxSafeInteger(), fc.string({ maxLength: 40 }));

function differingBits(a: number, b: number): number {
  let bits = 0;
  for (let x = (a ^ b) >>> 0; x !== 0; x >>>= 1) bits += x & 1;
  return bits;
}

describe('keyed hashes', () => {
  it('are the same in every engine, for ever: a run is replayed by its seed', () => {
    expect([mix(0, 0), mix(1, 2), mix(0xffff_ffff, -1)]).toMatchInlineSnapshot(`
      [
        4279838538,
        1712224151,
        670242655,
      ]
    `);
    expect([hashString(''), hashString('a'), hashString('n1→n2', 7)]).toMatchInlineSnapshot(`
      [
        0,
        721651713,
        3061808444,
      ]
    `);
    expect([keyed(0), keyed(1, 2, 3), keyed(2 ** 40, -5)]).toMatchInlineSnapshot(`
      [
        1556441177,
        2469434578,
        1104777236,
      ]
    `);
    expect([hash32('seed', 'drop', 3), hash32(41, 'drop', 3)]).toMatchInlineSnapshot(`
      [
        118170349,
        3862350052,
      ]
    `);
  });

  it('are unsigned 32-bit integers', () => {
    fc.assert(
      fc.property(anySeed, fc.array(fc.maxSafeInteger()), (seed, parts) => {
        for (const hash of [hash32(seed, ...parts), keyed(7, ...parts), hashString(String(seed))]) {
          expect(hash).toBe(hash >>> 0);
        }
      }),
      seeded,
    );
  });

  it('change half of their bits when one bit of the key changes', () => {
    let flipped = 0;
    let pairs = 0;
    for (let key = 0; key < 200; key++) {
      for (let bit = 0; bit < 32; bit++) {
        flipped += differingBits(keyed(41, key), keyed(41, key ^ (1 << bit)));
        pairs++;
      }
    }
    expect(flipped / pairs).toBeGreaterThan(15.5);
    expect(flipped / pairs).toBeLessThan(16.5);
  });

  it('keep apart what is alike: length, order, type, large integers', () => {
    const hashes = [
      keyed(1),
      keyed(1, 0),
      keyed(1, 0, 0),
      keyed(1, 1, 2),
      keyed(1, 2, 1),
      keyed(1, -1),
      keyed(1, 0xffff_ffff),
      keyed(1, 2 ** 32),
      keyed(1, 2 ** 33),
      hash32(1, '1'),
      hash32('1', 1),
      hash32(1, '12'),
      hash32(1, '1', '2'),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('hardly ever collide: 100,000 keys within a few of what chance gives', () => {
    const seen = new Set<number>();
    for (let i = 0; i < 100_000; i++) seen.add(keyed(41, i >>> 8, i & 255));
    expect(100_000 - seen.size).toBeLessThan(8); // expected 1.2
  });

  it('refuse what is no integer', () => {
    expect(() => keyed(0.5)).toThrow('Give a safe integer');
    expect(() => new Prng(Number.NaN)).toThrow('Give a safe integer');
  });
});

describe('Prng', () => {
  it('gives the same sequence for the same seed, in every engine', () => {
    const a = new Prng(41);
    expect([a.nextUint32(), a.nextUint32(), a.int(1, 6), a.float()]).toMatchInlineSnapshot(`
      [
        3831562691,
        3049086536,
        2,
        0.21665224510614411,
      ]
    `);
    const b = new Prng('a secret');
    expect([b.nextUint32(), b.nextUint32(), b.int(0, 2 ** 40)]).toMatchInlineSnapshot(`
      [
        2320107427,
        3756917322,
        422318558579,
      ]
    `);
  });

  it('stays inside the bounds and reaches both ends', () => {
    fc.assert(
      fc.property(anySeed, fc.integer({ min: -5, max: 5 }), fc.nat(3), (seed, lo, span) => {
        const random = new Prng(seed);
        const seen = new Set<number>();
        for (let i = 0; i < 200; i++) seen.add(random.int(lo, lo + span));
        expect(Math.min(...seen)).toBe(lo);
        expect(Math.max(...seen)).toBe(lo + span);
        expect(seen.size).toBe(span + 1);
      }),
      seeded,
    );
  });

  it('draws from ranges wider than 32 bits', () => {
    const random = new Prng(3);
    let above = 0;
    for (let i = 0; i < 2000; i++) {
      const drawn = random.int(0, Number.MAX_SAFE_INTEGER - 1);
      expect(Number.isSafeInteger(drawn)).toBe(true);
      if (drawn > Number.MAX_SAFE_INTEGER / 2) above++;
    }
    expect(above).toBeGreaterThan(900);
    expect(above).toBeLessThan(1100);
  });

  it('is fair: chi-square of 60,000 throws of a die', () => {
    const random = new Prng('die');
    const counts = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < 60_000; i++) {
      const face = random.int(0, 5);
      counts[face] = (counts[face] ?? 0) + 1;
    }
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chiSquare).toBeLessThan(20.5); // 5 degrees of freedom, p = 0.001
  });

  it('keeps to the odds of chance()', () => {
    const random = new Prng(5);
    let hits = 0;
    for (let i = 0; i < 30_000; i++) if (random.chance(1, 3)) hits++;
    expect(hits).toBeGreaterThan(9_700);
    expect(hits).toBeLessThan(10_300);
    expect(random.chance(0, 7)).toBe(false);
    expect(random.chance(7, 7)).toBe(true);
  });

  it('makes floats of 53 bits in [0, 1)', () => {
    const random = new Prng(6);
    let sum = 0;
    for (let i = 0; i < 10_000; i++) {
      const drawn = random.float();
      expect(drawn).toBeGreaterThanOrEqual(0);
      expect(drawn).toBeLessThan(1);
      expect(Number.isInteger(drawn * 2 ** 53)).toBe(true);
      sum += drawn;
    }
    expect(sum / 10_000).toBeCloseTo(0.5, 1);
  });

  it('shuffles to a permutation and leaves the array alone', () => {
    fc.assert(
      fc.property(anySeed, fc.array(fc.integer()), (seed, array) => {
        const before = [...array];
        const shuffled = new Prng(seed).shuffle(array);
        expect(array).toEqual(before);
        expect([...shuffled].sort((a, b) => a - b)).toEqual(before.sort((a, b) => a - b));
      }),
      seeded,
    );
  });

  it('shuffles to every order equally often', () => {
    const random = new Prng(8);
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const order = random.shuffle(['a', 'b', 'c', 'd']).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(130);
  });

  it('forks by label alone, whatever was drawn before', () => {
    const fresh = new Prng('root');
    const used = new Prng('root');
    for (let i = 0; i < 10; i++) used.nextUint32();
    expect(used.fork('network').nextUint32()).toBe(fresh.fork('network').nextUint32());
    expect(fresh.fork('network').nextUint32()).not.toBe(fresh.fork('clocks').nextUint32());
    expect(fresh.fork('a').fork('b').nextUint32()).not.toBe(fresh.fork('b').fork('a').nextUint32());
  });

  it('picks every element sooner or later', () => {
    const random = new Prng(9);
    const seen = new Set<string | null>();
    for (let i = 0; i < 100; i++) seen.add(random.pick(['x', 'y', null]));
    expect(seen).toEqual(new Set(['x', 'y', null]));
  });

  it('refuses what makes no sense', () => {
    const random = new Prng(1);
    expect(() => random.int(2, 1)).toThrow('the smaller first');
    expect(() => random.int(0, 0.5)).toThrow('safe integers');
    expect(() => random.chance(3, 2)).toThrow('numerator <= denominator');
    expect(() => random.chance(0, 0)).toThrow('Give two integers');
    expect(() => random.pick([])).toThrow('nothing to pick from');
  });
});
