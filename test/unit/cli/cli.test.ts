/** The command line as an instructor runs it, on files from strangers. Uses the fixture exercises. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  decodeReplay,
  encodeReplay,
  isCaseReplay,
  type RunReplay,
} from '../../../src/grader/replay-token.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const exercises = join(root, 'test/fixtures/exercises');
const solutionOf = (id: string): string => join(root, `test/fixtures/solutions/${id}.ts`);
const solution = solutionOf('counter');

interface Entry {
  readonly submission: string;
  readonly exercise: string | null;
  readonly verdict: string;
  readonly score: number | null;
  readonly maxScore: number | null;
  readonly problems: readonly { readonly code: string; readonly message: string; readonly line?: number }[];
  readonly failures: readonly {
    readonly property: string;
    readonly summary: string;
    readonly seed: number;
    readonly token?: string;
    readonly traceHash: string;
    readonly story: readonly { readonly text: string }[];
  }[];
  readonly coverage?: { readonly traceHash?: string };
}

function run(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'bin/partial-failure.js'), '--exercises', exercises, ...args],
    { encoding: 'utf8', env: { PATH: process.env['PATH'] ?? '', NO_COLOR: '1' } },
  );
  return { code: status, out: stdout, err: stderr };
}

function grade(...args: string[]): { code: number | null; entries: readonly Entry[] } {
  const { code, out, err } = run('grade', '--json', ...args);
  const parsed = JSON.parse(out || `{"error": ${JSON.stringify(err)}}`) as {
    format: string;
    submissions: readonly Entry[];
  };
  expect(parsed.format, err).toBe('partial-failure/grades@1');
  return { code, entries: parsed.submissions };
}

let dir: string;
const file = (name: string, content: string | Uint8Array): string => {
  const path = join(dir, name);
  writeFileSync(path, content);
  return path;
};
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'partial-failure-cli-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const COUNTER = (body: string, top = ''): string =>
  `${top}\nexport class Counter {\n  onRequest() {\n${body}\n  }\n}\n`;

describe('grade', () => {
  it('judges every file of a batch, whatever some of them are', () => {
    const batch = join(dir, 'batch');
    mkdirSync(batch);
    const write = (name: string, content: string | Uint8Array): void =>
      writeFileSync(join(batch, name), content);
    write(
      'a-right.ts',
      'let n = 0; export class Counter { constructor(node) { this.node = node; } onRequest() { return this.node.random(); } }',
    );
    write('b-empty.ts', '');
    write('c-binary.ts', new Uint8Array([0xff, 0xfe, 0x00, 0x80, 0x81]));
    write('d-syntax.ts', 'export class Counter {\n  onRequest() { return 1 +; }\n}\n');
    write('e-no-export.ts', 'class Counter {}\n');
    write('f-endless.ts', COUNTER('for (;;) {}'));
    write('g-endless-top.ts', COUNTER('return 1;', 'while (true) {}'));
    write('h-nested.ts', `${'('.repeat(20_000)}1${')'.repeat(20_000)}`);
    write('i-exit.ts', COUNTER('process.exit(0);'));
    write(
      'j-pollute.ts',
      COUNTER('return 1;', "Object.prototype.status = 'held'; Array.prototype.find = () => undefined;"),
    );
    write('k-escape.ts', COUNTER("return (() => {}).constructor('return process')().exit(0);"));
    write('l-import.ts', "import fs from 'node:fs';\nexport class Counter { all = fs; }\n");
    write('m-memory.ts', COUNTER("let s = 'x'; for (;;) s += s;"));
    write('n-recursion.ts', COUNTER('const f = () => f() + 1; return f();'));
    write('o-throws.ts', "throw new Error('at the top');\nexport class Counter {}\n");
    write(
      'p-right-again.ts',
      'export class Counter { constructor(node) { this.node = node; } onRequest = () => this.node.random(); }',
    );
    const { code, entries } = grade(batch, '--exercise', 'counter');
    const verdicts = entries.map(({ submission, verdict }) => [submission.slice(batch.length + 1), verdict]);
    expect(verdicts).toEqual([
      ['a-right.ts', 'pass'],
      ['b-empty.ts', 'invalid'],
      ['c-binary.ts', 'invalid'],
      ['d-syntax.ts', 'invalid'],
      ['e-no-export.ts', 'invalid'],
      ['f-endless.ts', 'fail'],
      ['g-endless-top.ts', 'fail'],
      ['h-nested.ts', 'invalid'],
      ['i-exit.ts', 'fail'],
      ['j-pollute.ts', 'fail'],
      ['k-escape.ts', 'fail'],
      ['l-import.ts', 'invalid'],
      ['m-memory.ts', 'fail'],
      ['n-recursion.ts', 'fail'],
      ['o-throws.ts', 'fail'],
      ['p-right-again.ts', 'pass'],
    ]);
    for (const { verdict, problems } of entries) {
      if (verdict === 'invalid') expect(problems[0]?.message).toMatch(/\S.*[.]$/s);
    }
    expect(entries.find(({ submission }) => submission.endsWith('d-syntax.ts'))?.problems[0]?.line).toBe(2);
    expect(entries.find(({ submission }) => submission.endsWith('f-endless.ts'))?.failures[0]?.property).toBe(
      'within-limits',
    );
    expect(code).toBe(0);
  });

  it('gives a missing file and an unknown exercise a sentence, and grades the rest', () => {
    const other = file('something.ts', 'export {};');
    const notTypeScript = file('counter.py', 'print(1)');
    const { code, entries } = grade(join(dir, 'nowhere.ts'), other, notTypeScript, solution);
    expect(entries.map(({ verdict }) => verdict)).toEqual(['error', 'error', 'invalid', 'pass']);
    expect(entries.map(({ score }) => score)).toEqual([null, null, 0, 100]);
    expect(entries.map(({ problems }) => problems[0]?.message ?? '')).toEqual([
      'There is no such file or folder. Check the path.',
      'Which exercise is it? Name the file after one (break-it, counter, larger), or give --exercise ID or --mapping FILE.',
      'This is a .py file. Hand in TypeScript, with the ending .ts.',
      '',
    ]);
    // Two have no grade, through no fault of whoever handed them in.
    expect(code).toBe(3);
  });

  it('gives the same result twice, and another seed another run', () => {
    const wrong = join(exercises, 'counter/mutants/in-memory.ts');
    const first = grade(wrong, '--exercise', 'counter');
    expect(grade(wrong, '--exercise', 'counter')).toEqual(first);
    const [a] = first.entries;
    const [b] = grade(wrong, '--exercise', 'counter', '--seed', 'another').entries;
    expect(a?.failures[0]?.property).toBe('no-number-twice');
    expect(b?.failures[0]?.property).toBe('no-number-twice');
    expect(b?.failures[0]?.seed).not.toBe(a?.failures[0]?.seed);
  });

  it('draws with a secret what nobody can know; the run can be made again without it', () => {
    const secret = file('secret', '0123456789abcdef0123456789abcdef\n');
    const wrong = file('secret-counter.ts', COUNTER('return 1;'));
    const hidden = grade(wrong, '--exercise', 'counter', '--secret', secret);
    const open = grade(wrong, '--exercise', 'counter');
    const [failure] = hidden.entries[0]?.failures ?? [];
    expect(hidden.entries[0]?.verdict).toBe('fail');
    expect(failure?.seed).not.toBe(open.entries[0]?.failures[0]?.seed);
    expect(grade(wrong, '--exercise', 'counter', '--secret', secret).entries).toEqual(hidden.entries);
    const again = run('replay', failure?.token ?? '', wrong, '--json');
    expect(again.err + again.out).toContain(failure?.traceHash);
  });

  it('exits with 1 when a score is under --fail-under, 2 on wrong use', () => {
    const wrong = join(exercises, 'counter/mutants/in-memory.ts');
    expect(run('grade', wrong, '--exercise', 'counter', '--fail-under', '50').code).toBe(1);
    expect(run('grade', wrong, '--exercise', 'counter', '--fail-under', '40').code).toBe(0);
    expect(run('grade').code).toBe(2);
    expect(run('grade', wrong, '--runs', 'many').code).toBe(2);
    const unknown = run('grade', wrong, '--exercise', 'nothing');
    expect(unknown.code).toBe(2);
    expect(unknown.err).toContain('Exercises: break-it, counter, larger.');
    expect(run('dance').code).toBe(2);
  });

  it('writes several formats beside what it prints', () => {
    const wrong = join(exercises, 'counter/mutants/in-memory.ts');
    const table = join(dir, 'out', 'grades.csv');
    const lines = join(dir, 'out', 'grades.jsonl');
    const several = run('grade', solution, wrong, '--output', `csv=${table}`, '--output', `jsonl=${lines}`);
    expect(several.code, several.err).toBe(0);
    expect(several.out).toContain('Two requests got the number 1.');
    expect(several.out).toMatch(/^failed {9}in-memory +counter +40 of 100 +Failed\. no-number-twice/m);
    expect(several.out.trimEnd().split('\n').at(-1)).toBe('1 passed, 1 failed');
    expect(several.err).toMatch(/^2 of 2: /m);
    expect(readFileSync(table, 'utf8').split('\r\n')).toHaveLength(4);
    const verdicts = readFileSync(lines, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(verdicts).toMatchObject([{ verdict: 'pass' }, { verdict: 'fail', exercise: 'counter' }]);
    const unknown = run('grade', solution, '--output', 'word=x.doc');
    expect(unknown).toMatchObject({ code: 2, out: '' });
    expect(unknown.err).toContain('Formats: json, jsonl, csv');
    const twoStudents = run('grade', solution, wrong, '--output', `gradescope=${join(dir, 'results.json')}`);
    expect(twoStudents.err).toContain('results.json (gradescope) could not be written');
    expect(twoStudents.code).toBe(4);
  });

  it('tells a person the verdict and the story', () => {
    const { out } = run('grade', join(exercises, 'counter/mutants/in-memory.ts'), '--exercise', 'counter');
    expect(out).toContain('fail');
    expect(out).toContain('Two requests got the number 1.');
    expect(out).toMatch(/1\.\s+[\d.]+ ms/);
    expect(out).toMatch(
      /the counter crashes: 2 runs as written; 20 drawn runs; one crash at each of the \d+ steps/,
    );
  });
});

describe('replay', () => {
  const wrong = join(exercises, 'counter/mutants/in-memory.ts');
  const failure = () => grade(wrong, '--exercise', 'counter').entries[0]?.failures[0];
  const replay = (...args: string[]): { code: number | null; entry: Entry } => {
    const { code, out, err } = run('replay', '--json', ...args);
    const entry = JSON.parse(out || `{"error": ${JSON.stringify(err)}}`) as Entry & { format: string };
    expect(entry.format, err).toBe('partial-failure/replay@1');
    return { code, entry };
  };

  it('makes the run of a counterexample again, with the same trace and story', () => {
    const found = failure();
    const token = found?.token ?? '';
    expect(token).toMatch(/^pf1_[\w-]+$/);
    const { code, entry } = replay(token, wrong);
    expect(code).toBe(0);
    expect(entry).toMatchObject({ verdict: 'fail', score: null });
    expect(entry.failures).toEqual([found]);
    const { out } = run('replay', token, wrong);
    expect(out).toContain('Two requests got the number 1.');
    expect(out).toMatch(/1\.\s+[\d.]+ ms/);
    expect(run('grade', wrong, '--exercise', 'counter').out).toContain(
      `partial-failure replay ${token} FILE`,
    );
  });

  it('judges another program on that run', () => {
    const token = failure()?.token ?? '';
    const { code, entry } = replay(token, solution);
    expect(code).toBe(0);
    expect(entry).toMatchObject({ verdict: 'pass', failures: [] });
  });

  it('judges programs on the case of a counterexample', () => {
    const mutant = join(exercises, 'larger/mutants/as-text.ts');
    const [found] = grade(mutant, '--exercise', 'larger').entries[0]?.failures ?? [];
    const token = found?.token ?? '';
    expect(token).toMatch(/^pf1_[\w-]+$/);
    const again = replay(token, mutant);
    expect(again.code).toBe(0);
    expect(again.entry).toMatchObject({ verdict: 'fail', score: null, failures: [found] });
    const right = replay(token, solutionOf('larger'));
    expect(right.entry).toMatchObject({ verdict: 'pass', score: null, failures: [] });
    expect(run('replay', token, mutant).out).toContain(found?.summary);
    const other = decodeReplay(token);
    if (!isCaseReplay(other)) throw new Error('This is a token of a case.');
    const strange = encodeReplay({ ...other, scenario: 'gone' });
    expect(run('replay', strange, mutant)).toMatchObject({ code: 2, out: '' });
    const misplaced = encodeReplay({ ...other, exercise: 'counter' });
    expect(run('replay', misplaced, wrong).err).toContain('counter has runs instead');
  });

  it('makes the run of an attack again, under the list of the file', () => {
    const mutant = join(exercises, 'break-it/mutants/wrong-message.ts');
    const [found] = grade(mutant, '--exercise', 'break-it').entries[0]?.failures ?? [];
    const token = found?.token ?? '';
    const again = replay(token, mutant);
    expect(again.code).toBe(0);
    expect(again.entry).toMatchObject({ verdict: 'fail', score: null, failures: [found] });
    expect(again.entry.problems.map(({ code }) => code)).not.toContain('other-faults');
    const right = replay(token, solutionOf('break-it'));
    expect(right.entry).toMatchObject({ verdict: 'pass', score: null, failures: [] });
    expect(right.entry.problems[0]).toMatchObject({ code: 'other-faults' });
  });

  it('exits with 2 and one sentence for a token or file that cannot be used', () => {
    const token = failure()?.token ?? '';
    const refused = (...args: string[]): string => {
      const { code, err, out } = run('replay', ...args);
      expect(code, err).toBe(2);
      expect(out).toBe('');
      expect(err.trim().split('\n')).toHaveLength(1);
      return err;
    };
    expect(refused(token.slice(0, -3), wrong)).toContain('cut or changed');
    expect(refused('hello', wrong)).toContain('no replay token');
    expect(refused(token.replace('pf1', 'pf9'), wrong)).toContain('version 9');
    expect(refused(token, join(dir, 'nowhere.ts'))).toContain('no such file');
    const foreign = (change: Partial<RunReplay>): string => {
      const replay = decodeReplay(token);
      if (isCaseReplay(replay)) throw new Error('This is a token of a run.');
      return encodeReplay({ ...replay, ...change });
    };
    expect(refused(foreign({ exercise: 'nothing' }), wrong)).toContain('no exercise "nothing"');
    expect(refused(foreign({ exerciseVersion: 7 }), wrong)).toContain('version 7 of counter');
    expect(refused(foreign({ scenario: 'gone' }), wrong)).toContain('no scenario gone');
    expect(refused(foreign({ caseIndex: 5 }), wrong)).toContain('no case 5');
    expect(refused(foreign({ exercise: 'larger' }), solutionOf('larger'))).toContain(
      'larger has cases instead',
    );
    expect(refused(foreign({ exercise: 'break-it' }), solutionOf('break-it'))).toContain('no target');
    expect(run('replay', token).code).toBe(2);
  });
});

describe('list', () => {
  it('lists the exercises', () => {
    const { out, code } = run('list');
    expect(code).toBe(0);
    expect(out.split('\n').filter(Boolean)).toHaveLength(3);
  });
});
