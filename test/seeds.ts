/**
 * `npm run test:seeds -- EXERCISE [--seeds N] [--wrong-seeds N] [--only NAME]`: complete gradings of every program of
 * an exercise with many seeds: `--seeds` for the solution and each alternative (1,000), `--wrong-seeds` for each mutant
 * (200), and of the further programs under `test/course/extra` a tenth as many right ones and a fifth as many wrong.
 * `--own-only` leaves those out. Resumable: figures are written as they come, and those of unchanged sources are kept.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { readCatalog, readPrograms } from '../src/catalog/catalog.ts';
import {
  extraDir,
  figuresFile,
  hashOfExercise,
  hashOfProgram,
  readFigures,
  root,
  type ExerciseFigures,
  type ProgramFigures,
} from './support/figures.ts';
import { openPool, type GradingPool } from './support/grading-pool.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string', default: '1000' },
    'wrong-seeds': { type: 'string', default: '200' },
    only: { type: 'string' },
    'own-only': { type: 'boolean', default: false },
  },
});
const entries = readCatalog(join(root, 'exercises'), join(root, 'solutions'));
const ids = positionals.length > 0 ? positionals : entries.map(({ id }) => id);
const pool = await openPool();
let failures = 0;

for (const id of ids) {
  const entry = entries.find((candidate) => candidate.id === id);
  if (entry === undefined) throw new Error(`There is no exercise "${id}".`);
  const sources = hashOfExercise(entry);
  const before = readFigures(id);
  const programs: Record<string, ProgramFigures> = before?.sources === sources ? { ...before.programs } : {};
  const right = (seeds: number) => (program: { name: string; file: string }) => ({
    ...program,
    expected: 'pass',
    seeds,
  });
  const wrong =
    (seeds: number) =>
    ({ name, file, breaks }: { name: string; file: string; breaks?: string | undefined }) => ({
      name,
      file,
      expected: breaks ?? '',
      seeds,
    });
  const rightSeeds = Number(values.seeds);
  const wrongSeeds = Number(values['wrong-seeds']);
  const further = (kind: 'right' | 'wrong') =>
    values['own-only'] ? [] : readPrograms(join(extraDir, id, kind));
  const all = [
    ...(entry.solution === undefined ? [] : [{ name: 'solution', file: entry.solution }]).map(
      right(rightSeeds),
    ),
    ...entry.alternatives.map(right(rightSeeds)),
    ...entry.mutants.map(wrong(wrongSeeds)),
    ...further('right').map(right(Math.ceil(rightSeeds / 10))),
    ...further('wrong').map(wrong(Math.ceil(wrongSeeds / 5))),
  ];
  for (const program of all) {
    if (values.only !== undefined && !program.name.includes(values.only)) continue;
    const known = programs[program.name];
    const isKnown =
      known?.source === hashOfProgram(program.file) &&
      known.gradings >= program.seeds &&
      known.expected === program.expected;
    if (isKnown) continue;
    const figures = await measure(pool, entry, program);
    programs[program.name] = figures;
    const share = `${figures.gradings - figures.wrong.length} of ${figures.gradings}`;
    process.stdout.write(`${id}  ${program.name.padEnd(36)} ${figures.expected.padEnd(24)} ${share}\n`);
    if (figures.wrong.length > 0) {
      failures++;
      process.stdout.write(`    ${figures.wrong.slice(0, 5).join(', ')}\n`);
    }
    if (values.only === undefined) write({ exercise: id, sources, programs });
  }
}
await pool.close();
process.exitCode = failures > 0 ? 1 : 0;

async function measure(
  gradings: GradingPool,
  entry: (typeof entries)[number],
  { file, expected, seeds }: { file: string; expected: string; seeds: number },
): Promise<ProgramFigures> {
  const rates = [undefined, 'fast', 'slow'] as const;
  const wrongOnes: string[] = [];
  await Promise.all(
    Array.from({ length: seeds }, async (_, i) => {
      const seed = `soak-${i}`;
      const rate = expected === 'pass' ? rates[i % 3] : undefined;
      const options = {
        seed,
        ...(rate !== undefined && { rates: rate }),
        ...(expected !== 'pass' && { stopWhenBroken: expected }),
      };
      const report = await gradings.grade({ entry, file, options });
      const asExpected =
        expected === 'pass'
          ? report.verdict === 'pass'
          : report.properties.find(({ id }) => id === expected)?.status === 'broken';
      if (!asExpected) wrongOnes.push(`${seed}${rate === undefined ? '' : ` ${rate}`} (${report.verdict})`);
    }),
  );
  return { expected, source: hashOfProgram(file), gradings: seeds, wrong: wrongOnes.sort() };
}

function write(figures: ExerciseFigures): void {
  const file = figuresFile(figures.exercise);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);
}
