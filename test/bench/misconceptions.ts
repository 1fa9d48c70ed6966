/**
 * `npm run bench:misconceptions -- [EXERCISE …] [--seeds N] [--list]`: how well misconceptions are recognised. Wrong
 * programs by other hands (`test/course/extra/<id>/wrong`) are graded and compared with the exercise's misconceptions.
 * Those that share one (`@misconception-of`) should be recognised. In others a known mistake is part of what is wrong
 * (`@akin-to`; judged by somebody who had not seen a guess): to tell it is right, and so is silence. With all others only
 * silence is. Gradings are kept in node_modules/.cache. Exits with 1 when fewer than nine in ten guesses are right.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  readCatalog,
  readPrograms,
  type CatalogEntry,
  type SampleProgram,
} from '../../src/catalog/catalog.ts';
import type { KnownMisconception } from '../../src/explore/misconception.ts';
import { fingerprintOf } from '../../src/grader/misconception/fingerprint.ts';
import { recognise } from '../../src/grader/misconception/recognise.ts';
import { extraDir, root } from '../support/figures.ts';
import { openPool, type GradingPool } from '../support/grading-pool.ts';
import { readMisconceptions } from '../support/misconceptions.ts';
import { symptomsOf } from '../support/symptom-cache.ts';

const PRECISION_MIN = 0.9;

/** What became of some programs, by gradings. */
interface Count {
  right: number;
  silent: number;
  wrong: number;
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seeds: { type: 'string', default: '1' }, list: { type: 'boolean', default: false } },
});
const seeds = Number(values.seeds);
if (!Number.isSafeInteger(seeds) || seeds < 1) throw new Error('--seeds: give a whole number, 1 or more.');
const entries = readCatalog(join(root, 'exercises'), join(root, 'solutions')).filter(
  ({ id }) => positionals.length === 0 || positionals.includes(id),
);

const pool = await openPool();
const rows = [['exercise', 'of', 'gradings', 'recognised', 'silent', 'wrong', 'precision', 'recall']];
const total = { same: [] as Count[], strange: [] as Count[] };
for (const entry of entries) {
  const known = readMisconceptions(entry)?.known;
  if (known === undefined) throw new Error(`Run "npm run misconceptions -- ${entry.id}" first.`);
  const wrong = readPrograms(join(extraDir, entry.id, 'wrong'));
  const same = await countAll(
    entry,
    known,
    wrong.filter(({ sameAs }) => sameAs !== undefined),
  );
  const strange = await countAll(
    entry,
    known,
    wrong.filter(({ sameAs }) => sameAs === undefined),
  );
  const own = await countAll(
    entry,
    known,
    entry.mutants.map((mutant) => ({ ...mutant, sameAs: mutant.name })),
  );
  total.same.push(same);
  total.strange.push(strange);
  rows.push(...rowsOf(entry.id, same, strange), rowOf('', 'the mutants, other seeds', own, recallOf(own)));
}
await pool.close();
const [same, strange] = [sum(total.same), sum(total.strange)];
rows.push(...rowsOf('all', same, strange));
const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
for (const row of rows)
  process.stdout.write(
    `${row.map((cell, i) => (i < 2 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')}\n`,
  );
process.exitCode = precisionOf(sum([same, strange])) < PRECISION_MIN ? 1 : 0;

async function countAll(
  entry: CatalogEntry,
  known: readonly KnownMisconception[],
  programs: readonly Pick<SampleProgram, 'name' | 'file' | 'sameAs' | 'akinTo'>[],
): Promise<Count> {
  const count: Count = { right: 0, silent: 0, wrong: 0 };
  await Promise.all(
    programs.flatMap((program) =>
      Array.from({ length: seeds }, async (_, i) => {
        const guess = await guessOf(pool, entry, known, program.file, `measure-${i}`);
        const outcome = guess === undefined ? 'silent' : isRight(guess, program) ? 'right' : 'wrong';
        count[outcome]++;
        const isWorthTelling = outcome === 'wrong' || (outcome === 'silent' && program.sameAs !== undefined);
        if (values.list && isWorthTelling)
          process.stdout.write(
            `  ${entry.id} ${program.name}: ${guess ?? 'nothing'} (${program.sameAs ?? 'none'})\n`,
          );
      }),
    ),
  );
  return count;
}

function isRight(guess: string, { sameAs, akinTo }: Pick<SampleProgram, 'sameAs' | 'akinTo'>): boolean {
  return guess === sameAs || akinTo.includes(guess);
}

async function guessOf(
  gradings: GradingPool,
  entry: CatalogEntry,
  known: readonly KnownMisconception[],
  file: string,
  seed: string,
): Promise<string | undefined> {
  const symptoms = await symptomsOf(gradings, entry, file, seed);
  if (symptoms === undefined) throw new Error(`${file} passes with seed ${seed}: it is not wrong.`);
  return recognise(fingerprintOf([symptoms]), known)?.id;
}

function precisionOf({ right, wrong }: Count): number {
  return right + wrong === 0 ? 1 : right / (right + wrong);
}

function recallOf({ right, silent, wrong }: Count): number {
  return right / Math.max(1, right + silent + wrong);
}

function sum(counts: readonly Count[]): Count {
  const of = (part: keyof Count): number => counts.reduce((so, count) => so + count[part], 0);
  return { right: of('right'), silent: of('silent'), wrong: of('wrong') };
}

function rowsOf(name: string, ofSame: Count, ofStrange: Count): string[][] {
  const both = sum([ofSame, ofStrange]);
  return [
    rowOf(name, 'second programs', ofSame, recallOf(ofSame)),
    rowOf('', 'other wrong programs', ofStrange),
    rowOf('', 'both', both, undefined, precisionOf(both)),
  ];
}

function rowOf(exercise: string, of: string, count: Count, recall?: number, precision?: number): string[] {
  const { right, silent, wrong } = count;
  const percent = (value: number | undefined): string =>
    value === undefined ? '' : `${Math.round(value * 100)} %`;
  return [
    exercise,
    of,
    String(right + silent + wrong),
    String(right),
    String(silent),
    String(wrong),
    percent(precision),
    percent(recall),
  ];
}
