/**
 * `npm run bench:gradings [-- EXERCISE…]`: CPU time, not wall time, of whole gradings in this process. Of the right
 * solution cold and warm; of each wrong program until the first run that breaks something is known, and to the end, the
 * shrinking included: medians over them all, and the slowest, of the medians of three seeds each.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readCatalog } from '../../src/catalog/catalog.ts';
import { bundleExercise } from '../../src/catalog/bundle.ts';
import type { LoadedExercise } from '../../src/explore/exercise.ts';
import { compileProgram } from '../../src/grader/compile/compile-program.ts';
import type { EsbuildLike } from '../../src/grader/compile/esbuild-like.ts';
import type { CompiledProgram } from '../../src/grader/compile/result.ts';
import { gradeProgram } from '../../src/grader/grade.ts';
import { createEvaluator } from '../../src/sandbox/evaluator.ts';
import * as nativeEsbuild from 'esbuild';
import { root } from '../support/figures.ts';

// Not the one for submissions: WebAssembly goes on being compiled in the background for seconds, and is counted.
const esbuild: EsbuildLike = nativeEsbuild;
const ROUNDS = Number(process.env.ROUNDS ?? 7);
const SEEDS = 3;
const only = process.argv.slice(2);
const entries = readCatalog(join(root, 'exercises'), join(root, 'solutions')).filter(
  ({ id, solution }) => solution !== undefined && (only.length === 0 || only.includes(id)),
);
// All of them before the evaluator, which changes the realm that it is made in.
const prepared = [];
for (const entry of entries) {
  if (entry.solution === undefined) continue;
  const module = await bundleExercise(entry, join(root, 'src'), join(root, 'dist/exercises'));
  const loaded: { default: LoadedExercise } = await import(module);
  const wrong = [];
  for (const { name, file } of entry.mutants) wrong.push({ name, program: await programIn(file) });
  prepared.push({ id: entry.id, loaded: loaded.default, program: await programIn(entry.solution), wrong });
}
const evaluator = createEvaluator();
for (const { id, loaded, program, wrong } of prepared) {
  tellRight(id, loaded, program);
  tellWrong(loaded, wrong);
}

async function programIn(file: string): Promise<CompiledProgram> {
  const compiled = await compileProgram(esbuild, await readFile(file, 'utf8'), {
    fileName: 'x.ts',
    helpers: [],
  });
  if (!compiled.ok) throw new Error(compiled.problems[0]?.message);
  return compiled.program;
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

function tellRight(id: string, loaded: LoadedExercise, program: CompiledProgram): void {
  const times: number[] = [];
  let events = 0;
  let runs = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const before = cpuMs();
    const report = gradeProgram(loaded, program, evaluator, { seed: `bench-${round}` });
    times.push(cpuMs() - before);
    ({ events, runs } = report.coverage);
    if (report.verdict !== 'pass')
      process.stdout.write(
        `${id}: ${report.verdict} ${report.failures[0]?.summary ?? report.problems[0]?.message}\n`,
      );
  }
  const [cold = 0, ...rest] = times;
  const warm = median(rest);
  process.stdout.write(
    `${id.padEnd(18)} cold ${cold.toFixed(0).padStart(6)} ms  warm ${warm.toFixed(0).padStart(6)} ms  ${runs} runs  ${events} events  ${Math.round(events / (warm / 1000))} events/s\n`,
  );
}

interface Wrong {
  readonly name: string;
  readonly program: CompiledProgram;
}

function tellWrong(loaded: LoadedExercise, wrong: readonly Wrong[]): void {
  const measured = wrong.map(({ name, program }) => {
    const first: number[] = [];
    const whole: number[] = [];
    for (let i = 0; i < SEEDS; i++) {
      const before = cpuMs();
      let found: number | undefined;
      gradeProgram(loaded, program, evaluator, {
        seed: `bench-${i}`,
        onProgress: ({ broken }) => {
          if (broken > 0) found ??= cpuMs() - before;
        },
      });
      whole.push(cpuMs() - before);
      if (found !== undefined) first.push(found);
    }
    return { name, first: median(first), whole: median(whole) };
  });
  const tell = (what: string, of: 'first' | 'whole'): void => {
    const slowest = measured.toSorted((a, b) => b[of] - a[of])[0];
    if (slowest === undefined) return;
    const middle = median(measured.map((one) => one[of]));
    process.stdout.write(
      `  ${measured.length} wrong programs, ${what.padEnd(22)} median ${middle.toFixed(0).padStart(5)} ms  slowest ${slowest[of].toFixed(0).padStart(5)} ms  ${slowest.name}\n`,
    );
  };
  if (process.env.EACH === '1')
    for (const { name, first, whole } of measured)
      process.stdout.write(
        `    ${name.padEnd(36)} ${first.toFixed(0).padStart(6)} ${whole.toFixed(0).padStart(6)} ms\n`,
      );
  tell('first counterexample', 'first');
  tell('whole grading', 'whole');
}
