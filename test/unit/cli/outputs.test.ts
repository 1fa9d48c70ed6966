import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/cli/exit.ts';
import { requestOutputs, writeOutputs } from '../../../src/cli/outputs.ts';
import { CLASS, classOf, failed } from './formats/class.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'partial-failure-outputs-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('what is asked for', () => {
  it.each([
    ['an unknown format', 'word=x.doc', /no format "word"\. Formats: json, jsonl, csv/],
    ['no file', 'csv', /needs a file/],
    ['an empty file', 'csv=', /needs a file/],
  ])('%s is refused before anything is graded', (_what, value, message) => {
    expect(() => requestOutputs([value])).toThrow(UsageError);
    expect(() => requestOutputs([value])).toThrow(message);
  });

  it('may hold = in a file’s name, and folders that are not there yet', () => {
    const [request] = requestOutputs([`csv=${join(dir, 'new', 'a=b.csv')}`]);
    expect(request?.file).toBe(join(dir, 'new', 'a=b.csv'));
  });

  it('is refused when two formats have the same file, or a folder, or a file for a folder', () => {
    const file = join(dir, 'twice');
    expect(() => requestOutputs([`csv=${file}`, `json=${file}`])).toThrow(/twice/);
    expect(() => requestOutputs([`csv=${dir}`])).toThrow(/is a folder/);
    const plain = join(dir, 'plain.txt');
    writeFileSync(plain, '');
    expect(() => requestOutputs([`csv=${join(plain, 'x.csv')}`])).toThrow(/is not a folder/);
  });
});

describe('writing', () => {
  it('writes several at once, makes folders, and leaves nothing else behind', () => {
    const folder = join(dir, 'several', 'deep');
    const requests = requestOutputs([
      `csv=${join(folder, 'a.csv')}`,
      `jsonl=${join(folder, 'a.jsonl')}`,
      `junit=${join(folder, 'a.xml')}`,
    ]);
    expect(writeOutputs(requests, CLASS).map(({ problem }) => problem)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(readdirSync(folder).sort()).toEqual(['a.csv', 'a.jsonl', 'a.xml']);
    expect(readFileSync(join(folder, 'a.jsonl'), 'utf8').trimEnd().split('\n')).toHaveLength(7);
  });

  it('names what it cannot write, keeps what was there, and writes the rest', () => {
    const folder = join(dir, 'rest');
    mkdirSync(folder);
    writeFileSync(join(folder, 'old.json'), 'as it was');
    const requests = requestOutputs([
      `gradescope=${join(folder, 'old.json')}`,
      `csv=${join(folder, 'b.csv')}`,
    ]);
    const [first, second] = writeOutputs(requests, CLASS);
    expect(first?.problem).toMatch(/one student, .* 7 results/);
    expect(readFileSync(join(folder, 'old.json'), 'utf8')).toBe('as it was');
    expect(second?.problem).toBeUndefined();
    expect(readdirSync(folder).sort()).toEqual(['b.csv', 'old.json']);
  });

  it('says so when a folder has gone away meanwhile', () => {
    const gone = join(dir, 'gone');
    mkdirSync(gone);
    const requests = requestOutputs([`csv=${join(gone, 'a.csv')}`]);
    rmSync(gone, { recursive: true });
    writeFileSync(gone, 'now a file');
    const [outcome] = writeOutputs(requests, classOf(failed));
    expect(outcome?.problem).toMatch(/\S/);
    expect(readFileSync(gone, 'utf8')).toBe('now a file');
  });

  it('keeps the permissions of a file, and a link to it', () => {
    const real = join(dir, 'real.csv');
    writeFileSync(real, '');
    chmodSync(real, 0o640);
    const link = join(dir, 'link.csv');
    symlinkSync(real, link);
    writeOutputs(requestOutputs([`csv=${link}`]), CLASS);
    expect(statSync(real).mode & 0o777).toBe(0o640);
    expect(readFileSync(real, 'utf8')).toContain('student_id');
  });
});
