import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, deepEqualJson, type Json } from '../../../src/util/canonical.ts';

const seeded = { seed: 3, numRuns: 500 };
const leaf = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer({ min: -3, max: 3 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string({ unit: 'binary', maxLength: 3 }),
);
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(
      fc.oneof(fc.constantFrom('a', 'b', '__proto__', '10', '9'), fc.string({ maxLength: 2 })),
      tie('json'),
      {
        maxKeys: 3,
      },
    ),
  ),
}));

/** The same value, built with its keys in the opposite order. */
function reversed(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(reversed);
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, element]): [string, Json] => [key, reversed(element)])
      .reverse(),
  );
}

describe('canonicalJson', () => {
  it('reads back as the same value', () => {
    fc.assert(
      fc.property(json, (value) => {
        const back: Json = JSON.parse(canonicalJson(value));
        expect(deepEqualJson(back, value)).toBe(true);
        expect(canonicalJson(back)).toBe(canonicalJson(value));
      }),
      seeded,
    );
  });

  it('does not depend on the order of insertion', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
        expect(deepEqualJson(reversed(value), value)).toBe(true);
      }),
      seeded,
    );
  });

  it('is equal exactly for equal values', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        expect(deepEqualJson(a, b)).toBe(canonicalJson(a) === canonicalJson(b));
        expect(deepEqualJson(b, a)).toBe(deepEqualJson(a, b));
      }),
      seeded,
    );
  });

  it.each<[Json, string]>([
    [-0, '0'],
    [1e21, '1e+21'],
    [0.1, '0.1'],
    [5e-324, '5e-324'],
    [2 ** 53 - 1, '9007199254740991'],
    [{ b: 1, a: [true, null], 10: 'x', 9: 'y' }, '{"10":"x","9":"y","a":[true,null],"b":1}'],
    ['\ud800"\n', '"\\ud800\\"\\n"'],
    [[], '[]'],
    [{}, '{}'],
  ])('writes %j as %s', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it('refuses numbers that JSON does not have', () => {
    expect(() => canonicalJson(Number.NaN)).toThrow('NaN is not JSON');
    expect(() => canonicalJson([Infinity])).toThrow('Infinity is not JSON');
  });
});

describe('deepEqualJson', () => {
  it('keeps apart what looks alike', () => {
    const values: Json[] = [null, false, 0, '', '0', [], {}, [null], { a: null }, [0], { 0: 0 }, 'null'];
    for (const a of values) for (const b of values) expect(deepEqualJson(a, b)).toBe(a === b);
  });
});
