import { spawn } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/cli/exit.ts';
import { Journal, keyOf, type Circumstances, type Finished } from '../../../src/cli/journal.ts';
import { REPORT_FORMAT, type Report } from '../../../src/grader/report.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'partial-failure-journal-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const REPORT: Report = {
  format: REPORT_FORMAT,
  exercise: 'counter',
  exerciseVersion: 1,
  seed: '1',
  verdict: 'fail',
  score: 3,
  maxScore: 10,
  properties: [],
  scenarios: [],
  failures: [],
  problems: [],
  coverage: { runs: 0, visible: 0, hidden: 0, kinds: [] } as unknown as Report['coverage'],
};
const finished = (score: number): Finished => ({ report: { ...REPORT, score }, tookMs: 5 });

function using<T>(file: string, act: (journal: Journal) => T): T {
  const journal = new Journal(file);
  try {
    return act(journal);
  } finally {
    journal.close();
  }
}

describe('the journal', () => {
  it('gives back what was kept, and of a line that was cut off the rest is kept', () => {
    const file = join(dir, 'a.journal');
    using(file, (journal) => {
      journal.add('one', finished(1));
      journal.add('two', finished(2));
    });
    const whole = readFileSync(file);
    for (const missing of [1, 7, whole.length / 3]) {
      writeFileSync(file, whole);
      truncateSync(file, Math.floor(whole.length - missing));
      using(file, (journal) => {
        expect(journal.remarks.join()).toContain('cut off');
        expect(journal.find('one')).toEqual(finished(1));
        expect(journal.find('two')).toBeUndefined();
        journal.add('two', finished(3));
      });
      using(file, (journal) => {
        expect(journal.remarks).toEqual([]);
        expect(journal.find('two')).toEqual(finished(3));
      });
    }
  });

  it('does not keep what is our fault', () => {
    const file = join(dir, 'b.journal');
    using(file, (journal) =>
      journal.add('one', { report: { ...REPORT, verdict: 'error', score: null }, tookMs: 1 }),
    );
    expect(readFileSync(file, 'utf8')).toBe('');
  });

  it('passes over lines of others, and does not write into a file that is something else', () => {
    const file = join(dir, 'c.journal');
    using(file, (journal) => journal.add('one', finished(1)));
    appendFileSync(file, '{"format":"partial-failure/journal@0","key":"one"}\nnonsense\n');
    using(file, (journal) => {
      expect(journal.remarks.join()).toContain('2 of its lines');
      expect(journal.find('one')).toEqual(finished(1));
    });
    const other = join(dir, 'students.csv');
    writeFileSync(other, 'id,name\n1,A\n');
    expect(() => new Journal(other)).toThrow(UsageError);
    expect(readFileSync(other, 'utf8')).toBe('id,name\n1,A\n');
    for (const text of ['{"grades":[1,2]}', '0123456789abcdef', '{"format":"other"']) {
      writeFileSync(other, text);
      expect(() => new Journal(other)).toThrow(UsageError);
      expect(readFileSync(other, 'utf8')).toBe(text);
    }
    expect(() => new Journal(dir)).toThrow(UsageError);
    expect(() => new Journal(join(dir, 'no', 'such', 'folder'))).toThrow(UsageError);
  });

  it('takes nothing that any of the circumstances would change', () => {
    const all: Circumstances = {
      build: 'b',
      module: 'm',
      fileName: 'f',
      source: 's',
      seed: '1',
      secret: undefined,
      runs: undefined,
      withPictures: false,
    };
    const others: readonly Circumstances[] = [
      { ...all, build: 'c' },
      { ...all, module: 'n' },
      { ...all, fileName: 'g' },
      { ...all, source: 't' },
      { ...all, seed: '2' },
      { ...all, secret: '00' },
      { ...all, runs: 1 },
      { ...all, withPictures: true },
    ];
    expect(new Set([all, ...others].map(keyOf)).size).toBe(others.length + 1);
    expect(keyOf({ ...all })).toBe(keyOf(all));
  });
});

describe('grade --resume', () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const exercises = join(root, 'test/fixtures/exercises');

  /** Runs the command line; kills it without warning once it has told of so many results. */
  const grade = (args: readonly string[], killAfter = Infinity): Promise<{ out: string; err: string }> =>
    new Promise((resolve) => {
      const child = spawn(
        process.execPath,
        [join(root, 'bin/partial-failure.js'), '--exercises', exercises, 'grade', '--json', ...args],
        { env: { PATH: process.env['PATH'] ?? '', NO_COLOR: '1' } },
      );
      let [out, err] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => {
        out += chunk.toString();
      });
      child.stderr.on('data', (chunk: Buffer) => {
        err += chunk.toString();
        if ((err.match(/^\d+ of \d+: /gm) ?? []).length >= killAfter) child.kill('SIGKILL');
      });
      child.on('close', () => resolve({ out, err }));
    });

  it('goes on after a kill, with the results of a grading that nothing interrupted', async () => {
    const batch = join(dir, 'batch');
    mkdirSync(batch);
    for (const [name, body] of [
      ['a', 'return 1;'],
      ['b', 'return {'],
      ['c', 'return 3;'],
      ['d', 'return 4;'],
    ])
      writeFileSync(
        join(batch, `${name}.ts`),
        `export class Counter {\n  onRequest() {\n    ${body}\n  }\n}\n`,
      );
    const journal = join(dir, 'batch.journal');
    const args = [batch, '--exercise', 'counter', '--jobs', '1'];
    const alone = await grade(args);
    expect((await grade([batch, '--exercise', 'counter', '--jobs', '3'])).out).toBe(alone.out);
    await grade([...args, '--resume', journal], 2);
    const keptLines = readFileSync(journal, 'utf8').split('\n').length - 1;
    expect(keptLines).toBeGreaterThanOrEqual(2);
    expect(keptLines).toBeLessThan(4);
    const resumed = await grade([...args, '--resume', journal]);
    expect(resumed.out).toBe(alone.out);
    const lines = readFileSync(journal, 'utf8').trim().split('\n');
    expect(lines).toHaveLength(4);
    expect(new Set(lines.map((line) => (JSON.parse(line) as { key: string }).key)).size).toBe(4);
    // All of it is there: nothing is graded, and nothing is added.
    expect((await grade([...args, '--resume', journal])).out).toBe(alone.out);
    expect(readFileSync(journal, 'utf8').trim().split('\n')).toEqual(lines);
  });
});
