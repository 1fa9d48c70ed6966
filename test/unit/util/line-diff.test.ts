import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffLines } from '../../../src/util/line-diff.ts';

test('keeps what is common, and tells what is in one alone', () => {
  expect(diffLines('a\nb\nc', 'a\nx\nc\nd')).toEqual([
    { kind: 'same', text: 'a' },
    { kind: 'first', text: 'b' },
    { kind: 'second', text: 'x' },
    { kind: 'same', text: 'c' },
    { kind: 'second', text: 'd' },
  ]);
});

test('both texts can be read off it, and equal ones differ nowhere', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });
  fc.assert(
    fc.property(text, text, (first, second) => {
      const diff = diffLines(first.join('\n'), second.join('\n'));
      const without = (kind: string): string[] =>
        diff.filter((line) => line.kind !== kind).map((line) => line.text);
      const lines = (one: string[]): string[] => (one.length === 0 ? [''] : one);
      expect(without('second')).toEqual(lines(first));
      expect(without('first')).toEqual(lines(second));
      if (first.join() === second.join()) expect(diff.every(({ kind }) => kind === 'same')).toBe(true);
    }),
    { seed: 7, numRuns: 300 },
  );
});
