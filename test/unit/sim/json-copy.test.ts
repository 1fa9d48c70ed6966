/** Copies of JSON: equal, and with nothing in common. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/api.ts';
import { cloneJson, copyJson } from '../../../src/sim/json-copy.ts';
import { canonicalJson, isJsonArray, isJsonObject } from '../../../src/util/canonical.ts';

/** Names that an assignment treats otherwise, or that each object has anyway. */
const names = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString', 'a', '0'));
const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.string(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .array(fc.tuple(names, tie('value')), { maxLength: 4 })
      .map((entries): Json => Object.fromEntries(entries)),
  ),
})).value;

/** Every object and list within. */
function parts(value: Json): object[] {
  if (isJsonArray(value)) return [value, ...value.flatMap(parts)];
  return isJsonObject(value) ? [value, ...Object.values(value).flatMap(parts)] : [];
}

describe.each([
  ['cloneJson', cloneJson],
  ['copyJson', (value: Json) => copyJson(value, 'value')],
])('%s', (_name, copyOf) => {
  it('gives an equal value that shares no object with the first', () => {
    fc.assert(
      fc.property(json, (value) => {
        const before = canonicalJson(value);
        const copy = copyOf(value);
        expect(canonicalJson(copy)).toBe(before);
        const own = new Set(parts(value));
        expect(parts(copy).filter((part) => own.has(part))).toEqual([]);
        for (const part of parts(copy))
          if (!Array.isArray(part)) expect(Object.getPrototypeOf(part)).toBe(Object.prototype);
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});

describe('copyJson', () => {
  it('leaves out what is undefined, and what is not named by a text', () => {
    expect(copyJson({ a: undefined, b: 1, [Symbol('s')]: 2 }, 'value')).toStrictEqual({ b: 1 });
  });

  it('names the place of what is not JSON', () => {
    expect(() => copyJson({ a: [1, { b: NaN }] }, 'message')).toThrow(
      'message.a[1].b is NaN; JSON has no such number.',
    );
  });
});
