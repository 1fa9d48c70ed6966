import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readCatalog } from '../../../src/catalog/catalog.ts';
import { modulesOf, splitHints, workshopData } from '../../../src/plugin/exercises.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const entries = readCatalog(`${root}exercises`, `${root}solutions`);

describe('splitHints', () => {
  test('takes second-level headings as the titles of hints', () => {
    expect(splitHints('# Hints\n\n## Wait\n\nUse `sleep`.\n\n## Race ##\n\n1. one\n2. two\n')).toEqual([
      { title: 'Wait', body: 'Use `sleep`.\n' },
      { title: 'Race', body: '1. one\n2. two\n' },
    ]);
  });

  test('takes the items of a numbered list where there are no headings', () => {
    expect(splitHints('1. Wait\n   for it.\n\n   Longer.\n2. Race.\n')).toEqual([
      { title: '', body: 'Wait\nfor it.\n\nLonger.\n' },
      { title: '', body: 'Race.\n' },
    ]);
  });

  test('does not look into code', () => {
    const body = '```ts\n## no heading\n1. no item\n```';
    expect(splitHints(`## One\n\n${body}\n`)).toEqual([{ title: 'One', body: `${body}\n` }]);
  });
});

describe('modulesOf', () => {
  test('writes a page and a grading for every exercise, listed nowhere else', () => {
    const modules = modulesOf(entries, { api: '', withSolutions: true });
    for (const { id } of entries) {
      expect(modules.get(`${id}/page.js`)).toContain('loadSolution: () =>');
      expect(modules.get(`${id}/grading.js`)).toMatch(
        /export default \{ exercise, (?:scenarios, checks|cases|targets, explain), misconceptions \}/,
      );
      expect(modules.get('gradings.js')).toContain(`"${id}": () => import('./${id}/grading.js')`);
    }
  });

  test('holds no solution where it is to be left out', () => {
    const modules = modulesOf(entries, { api: '', withSolutions: false });
    expect([...modules.keys()].filter((name) => name.includes('solution'))).toEqual([]);
    const all = [...modules.values()].join('');
    expect(all).not.toMatch(/import\('[^']*(solution|mutants)\.js'\)/);
    expect(all).not.toContain('@misconception');
  });
});

describe('workshopData', () => {
  const lesson = (value: string) => ({
    type: 'root',
    children: [
      {
        type: 'mdxJsxFlowElement',
        name: 'Workshop',
        position: { start: { line: 7 } },
        attributes: [{ type: 'mdxJsxAttribute', name: 'exercise', value }],
        children: [],
      },
    ],
  });

  test('imports the exercise that a lesson asks for', () => {
    const [first] = entries;
    const tree = lesson(first?.id ?? '');
    workshopData()(tree, { path: 'docs/lesson.mdx' });
    expect(JSON.stringify(tree)).toContain(`/${first?.id ?? '?'}/page.js`);
    expect(tree.children).toHaveLength(2);
  });

  test('ends the build for an unknown one, and says where and what to do', () => {
    expect(() => workshopData()(lesson('no-such'), { path: 'docs/lesson.mdx' })).toThrow(
      /docs\/lesson\.mdx:7: there is no exercise "no-such"\. Add the folder exercises\/no-such, or write one of: /,
    );
  });
});
