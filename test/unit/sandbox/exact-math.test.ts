import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as exact from '../../../src/sandbox/exact-math.ts';
import { radixText } from '../../../src/sandbox/radix-text.ts';

const view = new DataView(new ArrayBuffer(8));
function bits(x: number): bigint {
  view.setFloat64(0, x);
  return view.getBigInt64(0);
}

/** How many numbers lie between two. */
function apart(a: number, b: number): number {
  if (Object.is(a, b)) return 0;
  const distance = Number(bits(a) - bits(b));
  return Math.abs(distance);
}

const number = fc.double();
const small = fc.double({ min: -800, max: 800, noNaN: true });
const seed = { seed: 7, numRuns: 5000 };

describe('within a few units in the last place of the engine’s own', () => {
  it.each(['exp', 'log', 'log2', 'log10', 'log1p', 'expm1', 'cbrt'] as const)('%s', (name) => {
    fc.assert(
      fc.property(fc.oneof(number, small), (x) => apart(exact[name](x), Math[name](x)) <= 4),
      seed,
    );
  });
  it('pow', () => {
    fc.assert(
      fc.property(
        fc.oneof(number, small),
        fc.oneof(number, small),
        (x, y) => apart(exact.pow(x, y), x ** y) <= 1,
      ),
      seed,
    );
  });
});

it('is exact where one expects it', () => {
  for (let n = -1074; n <= 1023; n += 1) {
    expect(exact.pow(2, n)).toBe(2 ** n);
    expect(exact.log2(2 ** n)).toBe(n);
  }
  for (let n = 0; n <= 22; n += 1) expect(exact.log10(Number(`1e${n}`))).toBe(n);
  for (let n = -100; n <= 100; n += 1) expect(exact.cbrt(n ** 3)).toBe(n);
  expect(exact.hypot(3, 4)).toBe(5);
});

it('has bits that never change', () => {
  expect([exact.exp(-1.5), exact.log(10), exact.pow(1.1, 50), exact.log1p(1e-5), exact.expm1(1e-5)].map(bits))
    .toMatchInlineSnapshot(`
    [
      4597207131539332125n,
      4612367379483415830n,
      4637961063831958992n,
      4532020554096341782n,
      4532020613125824437n,
    ]
  `);
});

it('treats special values as the language does', () => {
  const special = [0, -0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, Infinity, -Infinity, NaN, 2 ** 53, 5e-324];
  for (const x of special) for (const y of special) expect(exact.pow(x, y)).toBe(x ** y);
  for (const name of ['exp', 'log', 'log2', 'log1p', 'expm1', 'cbrt'] as const) {
    for (const x of [0, -0, -1, Infinity, -Infinity, NaN])
      expect(exact[name](x), `${name}(${x})`).toBe(Math[name](x));
  }
});

it('writes fractions in other bases as V8 does', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.double({ noNaN: true, min: -9e15, max: 9e15 }), small),
      fc.integer({ min: 2, max: 36 }),
      (x, radix) => {
        fc.pre(radix !== 10);
        expect(radixText(x, radix)).toBe(Object.is(x, -0) ? '0' : x.toString(radix));
      },
    ),
    seed,
  );
});
