import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { text, written } from '../../../src/cli/output.ts';

/** What a terminal obeys, or what turns text about: by Unicode's own classes. */
const OBEYED = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

describe('foreign text', () => {
  it.each([
    ['a colour', '\u001b[32mpass', '\\u{1b}[32mpass'],
    ['a faked line', 'x\npass  cheat.ts\r', 'x\\npass  cheat.ts\\r'],
    ['the clipboard', '\u001b]52;c;AA\u0007', '\\u{1b}]52;c;AA\\u{7}'],
    ['C1', '\u009b31m', '\\u{9b}31m'],
    ['direction', 'a\u202eb\u2066', 'a\\u{202e}b\\u{2066}'],
    ['what is plain', 'Größe “ok” → 你好 🙂', 'Größe “ok” → 你好 🙂'],
  ])('%s', (_what, foreign, shown) => {
    expect(written(foreign)).toBe(shown);
    expect(text`${foreign}`.text).toBe(shown);
  });

  it('has nothing in it that is obeyed, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (foreign) => {
        expect(written(foreign)).not.toMatch(OBEYED);
      }),
      { seed: 5, numRuns: 5000 },
    );
    for (let point = 0; point <= 0x10ffff; point++) {
      const char = String.fromCodePoint(point);
      if (OBEYED.test(char) && written(char) === char) expect.fail(`U+${point.toString(16)}`);
    }
  });
});
