import { describe, expect, it } from 'vitest';
import { applyMutation, linesOf } from '../../support/mutate/mutation.ts';
import { mutationsOf } from '../../support/mutate/mutations.ts';
import { explains } from '../../support/mutate/survivors.ts';

const SOURCE = `export async function f(node: Node, ms: number): Promise<number> {
  await node.disk.write('a', 1);
  if (ms < 10) return 0;
  node.log('ten ' + ms);
  let n = 4;
  n += 1;
  return n;
}
`;

async function variants(source: string): Promise<string[]> {
  return (await mutationsOf(source)).map((one) => applyMutation(source, one));
}

describe('mechanical mutants', () => {
  it.each([
    ['a dropped await', "  node.disk.write('a', 1);\n  if"],
    ['a statement left out', 'Promise<number> {\n  \n  if'],
    ['a lost guard', '1);\n  \n  node.log'],
    ['a shifted comparison', 'ms <= 10'],
    ['a doubled number', 'ms < 20'],
    ['a number off by one', 'ms < 11'],
    ['exchanged statements', 'n += 1;\nlet n = 4;'],
    ['an exchanged operator', 'n -= 1'],
  ])('have %s', async (_what, text) => {
    expect((await variants(SOURCE)).filter((variant) => variant.includes(text))).not.toEqual([]);
  });

  it('differ from the program and from each other, and leave what is only logged alone', async () => {
    const all = await variants(SOURCE);
    expect(new Set([...all, SOURCE]).size).toBe(all.length + 1);
    expect(all.filter((variant) => !variant.includes("'ten ' + ms"))).toEqual(
      all.filter((variant) => !variant.includes('node.log')),
    );
  });

  it('are told by the lines that they change', () => {
    const start = SOURCE.indexOf('10');
    const mutation = { kind: 'number', start, end: start + 2, replacement: '11' };
    expect(linesOf(SOURCE, mutation)).toEqual({
      was: 'if (ms < 10) return 0;',
      becomes: 'if (ms < 11) return 0;',
    });
  });

  it('are explained for one change of a line, or for all', () => {
    const passed = { program: 'solution', was: 'a', becomes: 'b' };
    expect(explains({ ...passed, right: 'why' }, passed)).toBe(true);
    expect(explains({ program: 'solution', was: 'a', right: 'why' }, passed)).toBe(true);
    expect(explains({ ...passed, becomes: 'c', right: 'why' }, passed)).toBe(false);
    expect(explains({ ...passed, program: 'other', right: 'why' }, passed)).toBe(false);
  });
});
