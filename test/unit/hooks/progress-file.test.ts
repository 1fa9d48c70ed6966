import { expect, test } from 'vitest';
import { NOTHING, readFile, writeFile } from '../../../src/hooks/progress/file.ts';
import { withRead } from '../../../src/hooks/progress/record.ts';

test('a file is read as it was written', () => {
  const all = { progress: withRead(NOTHING.progress, 'clocks'), drafts: { lock: 'export class Lock {}' } };
  expect(readFile(writeFile(all))).toEqual(all);
  expect(readFile(writeFile(NOTHING))).toEqual(NOTHING);
});

test('what is no such file is none', () => {
  for (const text of ['', '{', '[]', 'null', '{}', '{"format":"partial-failure/progress@2","progress":{}}'])
    expect(readFile(text)).toBeUndefined();
  expect(readFile('{"format":"partial-failure/progress@1","progress":{},"drafts":{"a":1,"b":"x"}}')).toEqual({
    ...NOTHING,
    drafts: { b: 'x' },
  });
});
