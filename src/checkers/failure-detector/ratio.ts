import { assert } from '../../util/assert.ts';

/** A fraction of integers in lowest terms; the denominator is positive. */
export interface Ratio {
  readonly numerator: number;
  readonly denominator: number;
}

/** The mean of integers. */
export function mean(values: readonly number[]): Ratio {
  return ratio(
    values.reduce((sum, value) => sum + value, 0),
    values.length,
  );
}

/** Lowest terms, by Euclid. */
export function ratio(numerator: number, denominator: number): Ratio {
  let [a, b] = [numerator, denominator];
  while (b !== 0) [a, b] = [b, a % b];
  return { numerator: numerator / a, denominator: denominator / a };
}

/** Exact: the products may be too great for a double. */
export function isLess(a: Ratio, b: Ratio): boolean {
  assert(
    [a, b].every(({ numerator, denominator }) => Number.isSafeInteger(numerator) && denominator > 0),
    'failure detector: a bound is no integer and no ratio of integers.',
  );
  return BigInt(a.numerator) * BigInt(b.denominator) < BigInt(b.numerator) * BigInt(a.denominator);
}
