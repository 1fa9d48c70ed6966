import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packInteger, packText, unpackText } from '../../../src/util/short-text.ts';

const ascii = fc.string({ unit: fc.integer({ min: 0, max: 127 }).map((n) => String.fromCharCode(n)) });
const repetitive = fc
  .array(fc.constantFrom('{"kind":"drop"', ',"message":', 'request a>b 0.', '1', 'x'), { maxLength: 60 })
  .map((parts) => parts.join(''));

describe('packText', () => {
  it('is undone by unpackText, and has only characters for addresses', () => {
    fc.assert(
      fc.property(fc.oneof(ascii, repetitive), fc.oneof(ascii, repetitive), (text, beginning) => {
        const packed = packText(text, beginning);
        expect(packed).toMatch(/^[\w-]*$/);
        expect(unpackText(packed, beginning, text.length)).toBe(text);
        if (text.length > 0) expect(unpackText(packed, beginning, text.length - 1)).toBeUndefined();
      }),
      { seed: 11, numRuns: 500 },
    );
  });

  it('makes repetitions short, also of the beginning', () => {
    const text = '{"kind":"drop","message":"request a>b 0.1"},'.repeat(20);
    expect(packText(text, '').length).toBeLessThan(120);
    expect(packText('{"kind":"drop"}', '[{"kind":"drop"}]')).toHaveLength(4);
  });

  it('refuses what is not ASCII', () => {
    expect(() => packText('é', '')).toThrow(RangeError);
  });
});

describe('unpackText', () => {
  it('gives a text or nothing for whatever it is handed', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ABCz019-_ é=') }), (packed) => {
        expect(['string', 'undefined']).toContain(typeof unpackText(packed, 'beginning', 1000));
      }),
      { seed: 12, numRuns: 500 },
    );
  });
});

describe('packInteger', () => {
  it('gives different integers different texts of six characters', () => {
    const values = [0, 1, 63, 64, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];
    expect(new Set(values.map(packInteger)).size).toBe(values.length);
    for (const value of values) expect(packInteger(value)).toMatch(/^[\w-]{6}$/);
  });
});
