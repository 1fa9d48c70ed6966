/**
 * Hostile submissions, graded by the real command line in one batch with honest ones between them. Each must get its
 * verdict, and each honest one the report that it gets alone.
 *
 * `npm run test:hostile` grades all; `npm test` leaves out those that take long. `HOSTILE=time/` grades those whose
 * names contain that.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFixtures, type Fixture } from './fixture.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const only = process.env['HOSTILE'] ?? '';
const withSlow = process.env['HOSTILE_SLOW'] === '1' || only !== '';

const all = readFixtures();
const fixtures = all.filter(({ name, isSlow }) => name.includes(only) && (withSlow || !isSlow));
const exercises = [...new Set(fixtures.map(({ exercise }) => exercise))];
/** Hostile submissions between two honest ones. */
const BETWEEN = 6;

interface Told {
  readonly id: string;
  readonly submission: string;
  readonly verdict: string;
  readonly properties?: readonly { readonly id: string; readonly status: string }[];
  readonly problems: readonly { readonly code: string; readonly message: string }[];
}

const dir = mkdtempSync(join(tmpdir(), 'hostile-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** A file to be graded, in a folder that says for which exercise. */
function handIn(exercise: string, name: string, source: string): string {
  const path = join(dir, name, exercise, 'submission.ts');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, source);
  return path;
}

function honest(exercise: string, name: string): string {
  const source = readFileSync(join(root, 'solutions', `${exercise}.ts`), 'utf8');
  return handIn(exercise, `honest-${name}`, source);
}

/** What the command line printed on standard output. Its exit code is not looked at: a report tells more. */
function grade(paths: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(root, 'bin/partial-failure.js'), 'grade', '--json', '--seed', 'hostile', ...paths],
      { maxBuffer: 1 << 28 },
      (_error, stdout) => resolve(stdout),
    );
  });
}

function reportsOf(printed: string): Told[] {
  return (JSON.parse(printed) as { submissions: Told[] }).submissions;
}

/** The report without the name of its file, which is in its id where names are alike, as text. */
function withoutName({ id: _id, submission: _submission, ...rest }: Told): string {
  return JSON.stringify(rest);
}

const exerciseOf = (path: string): string => basename(dirname(path));

describe('a batch with hostile submissions', () => {
  const alone = new Map<string, string>();
  const hostile = new Map<string, Told>();
  let honestOnes: Told[] = [];
  let printed = '';

  beforeAll(async () => {
    for (const told of reportsOf(await grade(exercises.map((exercise) => honest(exercise, 'alone')))))
      alone.set(exerciseOf(told.submission), withoutName(told));
    const names = new Map<string, string>();
    const paths = fixtures.flatMap(({ name, exercise, source }, i) => {
      const path = handIn(exercise, name, source);
      names.set(path, name);
      const beside = exercises[(i / BETWEEN) % exercises.length] ?? exercise;
      return i % BETWEEN === 0 ? [path, honest(beside, String(i))] : [path];
    });
    printed = await grade([...paths, ...exercises.map((exercise) => honest(exercise, 'after'))]);
    const reports = reportsOf(printed);
    for (const told of reports) {
      const name = names.get(told.submission);
      if (name !== undefined) hostile.set(name, told);
    }
    honestOnes = reports.filter(({ submission }) => !names.has(submission));
  }, 1_800_000);

  it('gives JSON that is no terminal’s business', () => {
    // Layout and what can be read, nothing that moves a cursor or turns the direction of writing.
    expect(/[^\n\P{C}]/u.exec(printed)?.[0]).toBeUndefined();
  });

  it('gives each honest submission the report that it gets alone', () => {
    expect(honestOnes.length).toBeGreaterThan(exercises.length);
    for (const told of honestOnes) expect(withoutName(told)).toBe(alone.get(exerciseOf(told.submission)));
  });

  it.each(fixtures.map((fixture): [string, Fixture] => [fixture.name, fixture]))('%s', (name, fixture) => {
    const told = hostile.get(name);
    const problems = told?.problems ?? [];
    expect(told?.verdict, JSON.stringify(problems)).toBe(fixture.outcome);
    if (fixture.property !== undefined)
      expect(told?.properties?.filter(({ status }) => status === 'broken').map(({ id }) => id)).toContain(
        fixture.property,
      );
    if (fixture.problem !== undefined) expect(problems.map(({ code }) => code)).toContain(fixture.problem);
  });
});
