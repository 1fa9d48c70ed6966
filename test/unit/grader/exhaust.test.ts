/** An exhaustive search as part of a grading. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LoadedExercise, NodesChecks } from '../../../src/explore/exercise.ts';
import { compileProgram } from '../../../src/grader/compile/compile-program.ts';
import { gradeProgram } from '../../../src/grader/grade.ts';
import { decodeReplay } from '../../../src/grader/replay-token.ts';
import type { CoveredRuns, Report } from '../../../src/grader/report.ts';
import { tellScenarioCoverage } from '../../../src/grader/tell-coverage.ts';
import { loadEsbuildInNode } from '../../../src/sandbox/node-esbuild.ts';
import checks from '../../fixtures/exercises/counter/checks.ts';
import exercise from '../../fixtures/exercises/counter/exercise.ts';
import scenarios from '../../fixtures/exercises/counter/scenarios.ts';
import { evaluatePlain, plainHost } from '../../support/evaluate-plain.ts';
import { root } from '../../support/figures.ts';

const fixtures = join(root, 'test/fixtures');
const only = scenarios.filter((scenario) => scenario.exhaust !== undefined);

async function grade(file: string, own: NodesChecks = checks): Promise<Report> {
  const source = readFileSync(join(fixtures, file), 'utf8');
  const compiled = await compileProgram(await loadEsbuildInNode(), source, { fileName: 'x.ts', helpers: [] });
  if (!compiled.ok) throw new Error(compiled.problems[0]?.message);
  const loaded: LoadedExercise = { exercise, scenarios: only, checks: own };
  const evaluator = { evaluate: evaluatePlain, ...plainHost };
  return gradeProgram(loaded, compiled.program, evaluator, { seed: '1' });
}

function searched(report: Report): Extract<CoveredRuns, { kind: 'exhausted' }> {
  const part = report.coverage.scenarios[0]?.covered.find(({ kind }) => kind === 'exhausted');
  if (part?.kind !== 'exhausted') throw new Error('Nothing was searched.');
  return part;
}

describe('a grading with an exhaustive search', () => {
  it('says what was searched', async () => {
    const report = await grade('solutions/counter.ts');
    expect(report.failures).toEqual([]);
    const { runs, merged, ...rest } = searched(report);
    expect(rest).toEqual({
      kind: 'exhausted',
      faults: 2,
      kinds: ['drop', 'duplicate', 'crash'],
      cases: 1,
      complete: true,
    });
    expect(report.coverage.exhausted).toBe(runs);
    expect(merged).toBeGreaterThan(0);
    expect(report.coverage.scenarios.map(tellScenarioCoverage).join()).toContain(
      'all runs of this scenario with at most 2 faults (lost messages, doubled messages and crashes)',
    );
  });

  it('finds a counterexample with as few faults as there can be', async () => {
    const report = await grade('exercises/counter/mutants/in-memory.ts');
    const failure = report.failures.find(({ property }) => property === 'no-number-twice');
    expect(failure?.faults).toHaveLength(1);
    expect(decodeReplay(failure?.token ?? '')).toMatchObject({
      scenario: 'two-faults',
      faults: failure?.faults,
    });
  });

  it('finds the same without saving runs, and saves none when the checks read more than they say', async () => {
    const mutant = 'exercises/counter/mutants/in-memory.ts';
    const { reads: _reads, ...silent } = checks;
    const first = await grade(mutant);
    const whole = await grade(mutant, silent);
    expect(whole.failures).toEqual(first.failures);
    expect(whole.properties).toEqual(first.properties);
    expect(searched(whole).merged).toBe(0);
    expect(searched(first).merged).toBeGreaterThan(0);
    expect(searched(whole).runs).toBeGreaterThan(searched(first).runs);
    for (const wrong of [
      { ...checks, reads: () => false },
      { ...checks, check: (run) => (run.faults.length > 5 ? [] : checks.check(run)) },
    ] satisfies NodesChecks[]) {
      expect(searched(await grade(mutant, wrong))).toMatchObject({ merged: 0, runs: searched(whole).runs });
    }
  });
});
