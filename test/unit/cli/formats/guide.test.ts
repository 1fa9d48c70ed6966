/** The instructor's guide shows what the formats write: its examples are lines of the files that their tests compare. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FORMATS } from '../../../../src/cli/formats/table.ts';

const at = (path: string): string => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');

it.each(['src/pages/instructors.mdx', 'README.md'])('%s names every format', (page) => {
  const text = at(page);
  for (const { name } of FORMATS) expect(text).toMatch(new RegExp(`\`${name}[\`=]|--output ${name}=`));
});

it('shows lines that the formats write', () => {
  const examples = [...at('src/pages/instructors.mdx').matchAll(/```\w+ title="([^"]+)"\n([\s\S]*?)```/g)];
  expect(examples.map(([, file]) => file)).toEqual(['grades.csv', 'gradescope.json']);
  for (const [, file = '', example = ''] of examples) {
    const written = new Set(at(`test/unit/cli/formats/golden/${file}`).split(/\r?\n/));
    for (const line of example.trimEnd().split('\n')) expect(written).toContain(line);
  }
});
