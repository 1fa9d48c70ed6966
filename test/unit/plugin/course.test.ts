import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readCatalog } from '../../../src/catalog/catalog.ts';
import { exercisesOf } from '../../../src/plugin/course.ts';
import { minutesToRead } from '../../../src/plugin/lessons.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

test('every exercise of the catalog is on the map, with what stands before it', () => {
  const exercises = exercisesOf(root);
  expect(exercises.map(({ id }) => id)).toEqual(readCatalog(`${root}exercises`).map(({ id }) => id));
  for (const { title, lesson, minutes } of exercises) {
    expect(title).not.toBe('');
    expect(lesson).not.toBe('');
    expect(minutes).toBeGreaterThan(0);
  }
});

test('the time to read counts prose alone', () => {
  const prose = 'one two three four five '.repeat(200);
  expect(minutesToRead(prose)).toBe(5);
  const code = `\`\`\`ts\n${prose}\n\`\`\``;
  expect(
    minutesToRead(
      `---\ntitle: x\n---\n\nimport X from './x';\n\n<Lab shows="${prose.replaceAll('\n', ' ')}">\n\n${prose}\n\n${code}\n\n<Source>${prose}</Source>\n\n## Sources\n\n${prose}`,
    ),
  ).toBe(5);
  expect(minutesToRead('Short.')).toBe(1);
});
