import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { UsageError } from '../../../src/cli/exit.ts';
import { readSecret } from '../../../src/cli/secret.ts';
import { fingerprintOf, secretSeeds } from '../../../src/sandbox/node-secret-seeds.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'partial-failure-secret-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it('is read without its line end, and named without being given away', () => {
  const file = join(dir, 'secret');
  writeFileSync(file, 'correct horse battery staple\n');
  const one = readSecret(file, '1');
  writeFileSync(file, 'correct horse battery staple\r\n');
  expect(readSecret(file, '1')).toEqual(one);
  expect(Buffer.from(one.secret, 'hex').toString()).toBe('correct horse battery staple');
  expect(one.seed).toBe(`secret-${fingerprintOf(one.secret)}-1`);
  expect(one.seed).not.toContain(one.secret.slice(0, 8));
  expect(readSecret(file, '2').seed).not.toBe(one.seed);
});

it('that is short or cannot be read is refused with a sentence', () => {
  const file = join(dir, 'short');
  writeFileSync(file, 'fifteen bytes..\n');
  expect(() => readSecret(file, '1')).toThrow(/15 bytes, and 16 are needed/);
  expect(() => readSecret(join(dir, 'none'), '1')).toThrow(UsageError);
});

it('draws another seed for each run, each grading and each secret, and the same one again', () => {
  const [a, b] = ['00'.repeat(16), `${'00'.repeat(15)}01`];
  const seeds = [
    secretSeeds(a, 's')('e', 'c', 'case', 0),
    secretSeeds(a, 's')('e', 'c', 'case', 1),
    secretSeeds(a, 's')('e', 'c', 'sample', 0),
    secretSeeds(a, 's')('e', 'd', 'case', 0),
    secretSeeds(a, 's')('f', 'c', 'case', 0),
    secretSeeds(a, 't')('e', 'c', 'case', 0),
    secretSeeds(b, 's')('e', 'c', 'case', 0),
    // Parts do not run into each other.
    secretSeeds(a, 's')('ec', '', 'case', 0),
  ];
  expect(new Set(seeds).size).toBe(seeds.length);
  for (const seed of seeds) expect(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32).toBe(true);
  expect(secretSeeds(a, 's')('e', 'c', 'case', 0)).toBe(seeds[0]);
});
