/** `npm run bench`: events per second of the simulator, for async programs in the sandbox. CPU time, not wall time. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readCatalog } from '../../src/catalog/catalog.ts';
import { bundleExercise } from '../../src/catalog/bundle.ts';
import type { LoadedExercise } from '../../src/explore/exercise.ts';
import { compileProgram } from '../../src/grader/compile/compile-program.ts';
import type { EsbuildLike } from '../../src/grader/compile/esbuild-like.ts';
import { gradeProgram } from '../../src/grader/grade.ts';
import { createEvaluator } from '../../src/sandbox/evaluator.ts';
import * as nativeEsbuild from 'esbuild';
import { root } from '../support/figures.ts';

// Not the one for submissions: WebAssembly goes on being compiled in the background for seconds, and is counted.
const esbuild: EsbuildLike = nativeEsbuild;
const only = process.argv.slice(2);
const entries = readCatalog(join(root, 'exercises'), join(root, 'solutions')).filter(
  ({ id, solution }) => solution !== undefined && (only.length === 0 || only.includes(id)),
);
const prepared = [];
for (const entry of entries) {
  if (entry.solution === undefined) continue;
  const module = await bundleExercise(entry, join(root, 'src'), join(root, 'dist/exercises'));
  const loaded: { default: LoadedExercise } = await import(module);
  const compiled = await compileProgram(esbuild, await readFile(entry.solution, 'utf8'), {
    fileName: 'x.ts',
    helpers: [],
  });
  if (!compiled.ok) throw new Error(compiled.problems[0]?.message);
  prepared.push({ id: entry.id, loaded: loaded.default, program: compiled.program });
}
const evaluator = createEvaluator();
for (const { id, loaded, program } of prepared) {
  const times: number[] = [];
  let events = 0;
  let runs = 0;
  for (let round = 0; round < Number(process.env.ROUNDS ?? 7); round++) {
    const before = process.cpuUsage();
    const report = gradeProgram(loaded, program, evaluator, { seed: `bench-${round}` });
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
    ({ events, runs } = report.coverage);
    if (report.verdict !== 'pass')
      process.stdout.write(
        `${id}: ${report.verdict} ${report.failures[0]?.summary ?? report.problems[0]?.message}\n`,
      );
  }
  const [cold = 0, ...warm] = times;
  const median = warm.sort((a, b) => a - b)[Math.floor(warm.length / 2)] ?? 0;
  process.stdout.write(
    `${id.padEnd(18)} cold ${cold.toFixed(0).padStart(6)} ms  warm ${median.toFixed(0).padStart(6)} ms  ${runs} runs  ${events} events  ${Math.round(events / (median / 1000))} events/s\n`,
  );
}
