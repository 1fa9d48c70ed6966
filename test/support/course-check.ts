/**
 * What `npm run course:check` proves of every exercise: what a learner and an instructor rely on. Table-driven: a new
 * exercise is found by its folder.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missingParts, readPrograms, strayFiles, type CatalogEntry } from '../../src/catalog/catalog.ts';
import type { Report } from '../../src/grader/report.ts';
import { openPool, type GradingPool } from './grading-pool.ts';

/** What to check. */
export interface CourseCheck {
  readonly entries: readonly CatalogEntry[];
  /** Holds `<exercise>/{right,wrong}/*.ts`: further programs, written as strangers would. */
  readonly extraDir: string;
  /**
   * A seed is one complete grading: so many of right programs, half as many of wrong ones. With one seed the gradings are
   * as few as prove the verdicts: alternatives share the clock rates among them, and of three mutants one is told.
   */
  readonly seeds: number;
  /** Whether the stories of mutants are checked: that each ends at a node and a line. */
  readonly stories: boolean;
}

/** Registers the tests. */
export function checkCourse({ entries, extraDir, seeds, stories }: CourseCheck): void {
  const SEEDS = Array.from({ length: seeds }, (_, i) => `course-${i}`);
  const HALF = SEEDS.slice(0, Math.ceil(seeds / 2));
  // Further programs get one grading: of the right ones, one in three at each clock rate.
  const ONE = SEEDS.slice(0, 1);
  const RATES = [undefined, 'fast', 'slow'] as const;
  const isQuick = seeds === 1;
  const TOLD_OF = isQuick ? 3 : 1;

  let pool: GradingPool;
  beforeAll(async () => {
    pool = await openPool();
  });
  afterAll(() => pool.close());

  const right = (entry: CatalogEntry): { name: string; file: string }[] => [
    ...(entry.solution === undefined ? [] : [{ name: 'solution', file: entry.solution }]),
    ...entry.alternatives,
  ];

  // Side by side: the pool has a thread for each core.
  describe.concurrent.each(entries.map((entry) => [entry.id, entry] as const))('%s', (_id, entry) => {
    it('has a solution, two alternatives, mutants that say what they break, and hints', () => {
      expect(missingParts(entry)).toEqual([]);
      expect(strayFiles(entry)).toEqual([]);
      expect(entry.solution, `Add solutions/${entry.id}.ts.`).toBeDefined();
      expect(
        entry.alternatives.length,
        'Add right programs in other styles to alternatives/.',
      ).toBeGreaterThanOrEqual(2);
      expect(entry.mutants.length, 'Add wrong programs to mutants/.').toBeGreaterThan(0);
      for (const mutant of entry.mutants) {
        expect(
          mutant.breaks,
          `Add "@breaks <property>" to the first docblock of ${mutant.file}.`,
        ).toBeDefined();
        expect(mutant.about, `Add "@misconception <sentence>" to ${mutant.file}.`).not.toBe('');
      }
      expect(
        readFileSync(entry.hints, 'utf8').match(/^## /gm)?.length ?? 0,
        'Write hints as "## " sections.',
      ).toBeGreaterThanOrEqual(2);
      expect(readFileSync(entry.starter, 'utf8'), 'The starter says what is to do with TODO.').toContain(
        'TODO',
      );
    });

    let starterReport: Promise<Report> | undefined;
    const gradeStarter = (): Promise<Report> =>
      (starterReport ??= pool.grade({ entry, file: entry.starter, options: { seed: '1' } }));

    it('gives the starter and an empty program no points', async () => {
      const starter = await gradeStarter();
      expect(starter.verdict).toBe('fail');
      expect(starter.score, JSON.stringify(starter.properties)).toBe(0);
      expect(starter.misconception, 'Nobody has thought anything yet.').toBeUndefined();
      const dir = await mkdtemp(join(tmpdir(), 'partial-failure-'));
      const file = join(dir, 'empty.ts');
      await writeFile(file, 'export {};\n');
      const empty = await pool.grade({ entry, file, options: { seed: '1' } });
      await rm(dir, { recursive: true, force: true });
      expect(empty.verdict).toBe('invalid');
      expect(empty.score).toBe(0);
    });

    const rightPrograms = [
      ...right(entry).map(({ name, file }, i) => {
        const rates = isQuick && i > 0 ? [RATES[i % RATES.length]] : RATES;
        return {
          name,
          file,
          gradings: [
            ...rates.flatMap((rate) =>
              ONE.map((seed) => ({ seed, ...(rate !== undefined && { rates: rate }) })),
            ),
            ...SEEDS.slice(1).map((seed) => ({ seed })),
          ],
        };
      }),
      ...readPrograms(join(extraDir, entry.id, 'right')).map(({ name, file }, i) => {
        const rates = RATES[i % RATES.length];
        return { name, file, gradings: ONE.map((seed) => ({ seed, ...(rates !== undefined && { rates }) })) };
      }),
    ];
    it.each(rightPrograms.map((program) => [program.name, program] as const))(
      'passes %s',
      async (_name, program) => {
        const { file, gradings } = program;
        const reports = await Promise.all(gradings.map((options) => pool.grade({ entry, file, options })));
        for (const [i, report] of reports.entries()) {
          const what = JSON.stringify({
            ...gradings[i],
            failures: report.failures.slice(0, 1),
            problems: report.problems,
          });
          expect(report.verdict, what).toBe('pass');
          expect(report.score).toBe(report.maxScore);
        }
      },
    );

    it('has a mutant for every property', async () => {
      const { properties } = await gradeStarter();
      const broken = new Set(entry.mutants.map(({ breaks }) => breaks));
      const spared = properties.filter(({ id, maxPoints }) => maxPoints > 0 && !broken.has(id));
      expect(spared.map(({ id }) => id)).toEqual([]);
    });

    it.each(entry.mutants.map((mutant, i) => [mutant.name, mutant, i % TOLD_OF === 0] as const))(
      'catches %s on every seed and tells what it does wrong',
      async (name, { file, breaks = '' }, isTold) => {
        const [first = '', ...rest] = HALF;
        const [report, ...others] = await Promise.all([
          pool.grade({
            entry,
            file,
            options: { seed: first, ...(isTold ? { withTraces: true } : { stopWhenBroken: breaks }) },
          }),
          ...rest.map((seed) => pool.grade({ entry, file, options: { seed, stopWhenBroken: breaks } })),
        ]);
        for (const one of [report, ...others])
          expect(
            one.properties.find(({ id }) => id === breaks)?.status,
            `${name} must break ${breaks} on every seed: ${JSON.stringify(one.properties)}`,
          ).toBe('broken');
        if (!isTold) return;
        if (stories) checkStories(report, file);
        expect([undefined, name]).toContain(report.misconception?.id);
      },
    );

    it.each(entry.tryIts.map((program) => [program.name, program] as const))(
      'shows at once what the naive program %s breaks',
      async (_name, { file, breaks }) => {
        expect(breaks, `Add "@breaks <property>" to the first docblock of ${file}.`).toBeDefined();
        // As a lesson runs it: with the one seed, and the story.
        const report = await pool.grade({ entry, file, options: { seed: '1', withTraces: true } });
        expect(report.verdict, JSON.stringify(report.problems)).toBe('fail');
        const failure = report.failures.find(({ property }) => property === breaks);
        expect(failure?.story.length, `It does not break ${breaks}.`).toBeGreaterThan(0);
      },
    );

    it.each(
      entry.tryIts.flatMap(({ name, file, opens }) =>
        opens === undefined ? [] : [[name, file, opens] as const],
      ),
    )(
      'works in good weather, as the playground opens on %s, and breaks with the faults of its scenario',
      async (_name, file, scenario) => {
        const { exerciseVersion } = await gradeStarter();
        const replay = { exercise: entry.id, exerciseVersion, scenario, caseIndex: 0, seed: 1, faults: [] };
        const good = await pool.grade({ entry, file, options: { seed: '1', replay } });
        expect(good.verdict, JSON.stringify(good.failures)).toBe('pass');
        const bad = await pool.grade({ entry, file, options: { seed: '1', replay, withOwnFaults: true } });
        expect(bad.verdict).toBe('fail');
      },
    );

    it.each(
      readPrograms(join(extraDir, entry.id, 'wrong')).map((program) => [program.name, program] as const),
    )('catches %s', async (name, { file, breaks = '' }) => {
      for (const seed of ONE) {
        const report = await pool.grade({ entry, file, options: { seed, stopWhenBroken: breaks } });
        expect(
          report.properties.find(({ id }) => id === breaks)?.status,
          `${name} must break ${breaks}: ${JSON.stringify(report.properties)}`,
        ).toBe('broken');
      }
    });

    it('gives the same report twice, and a story that ends in the violation', async () => {
      const [mutant] = entry.mutants;
      if (mutant === undefined) return;
      const grade = () => pool.grade({ entry, file: mutant.file, options: { seed: 'twice' } });
      const [first, second] = await Promise.all([grade(), grade()]);
      expect(second).toEqual(first);
      expect(first.verdict).toBe('fail');
      for (const failure of first.failures) {
        expect(failure.summary).not.toBe('');
        expect(failure.story.length).toBeGreaterThan(0);
      }
    });
  });
}

/** The story of each counterexample names who did what is wrong, where, and which property that breaks. */
function checkStories(report: Report, file: string): void {
  for (const { property, story, summary, line, run } of report.failures) {
    const what = JSON.stringify({ property, summary, story });
    const broken = report.properties.find((candidate) => candidate.id === property);
    expect(broken, what).toMatchObject({ status: 'broken', means: expect.stringMatching(/\S \S/) });
    expect(summary, what).not.toMatch(/^(?:\S+|The property) was broken\.$/);
    const last = story.at(-1);
    expect(last, what).toMatchObject({ tone: 'violation', text: expect.stringMatching(/\S \S/) });
    // An attack that failed ends at no node and at no line: nothing happened.
    if (run === undefined || last?.node === '') continue;
    expect(
      run.nodes.map((node) => node.id),
      what,
    ).toContain(last?.node);
    expect(line, what).toBeGreaterThan(0);
    expect(line, what).toBeLessThanOrEqual(readFileSync(file, 'utf8').split('\n').length);
  }
}
