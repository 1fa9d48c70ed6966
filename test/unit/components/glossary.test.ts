import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { GLOSSARY } from '../../../src/components/Glossary/glossary.ts';

test('each entry has its own name and stands in its place, and its lesson exists', () => {
  const terms = GLOSSARY.map(({ term }) => term);
  expect(new Set(GLOSSARY.map(({ id }) => id)).size).toBe(GLOSSARY.length);
  expect(terms).toEqual([...terms].sort((a, b) => a.localeCompare(b, 'en')));
  const lessons = readdirSync(new URL('../../../docs', import.meta.url)).map((name) =>
    name.replace(/\.mdx$/, ''),
  );
  for (const { id, lesson } of GLOSSARY) {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    if (lesson !== undefined) expect(lessons).toContain(lesson);
  }
});
