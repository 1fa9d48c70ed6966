/**
 * `npm run course:mutate -- EXERCISE [--program NAME] [--minutes N]`: mechanical mutants of the solution and the
 * alternatives, each graded once. Prints how many were killed, survived and did not compile, and each survivor that
 * `survivors.json` beside the exercise does not explain, as lines before and after. Stops after ten minutes and says
 * what it did not try. Exits with 1 when a survivor is
 * unexplained, an explanation explains nothing, or a mutant could not be judged.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readCatalog } from '../src/catalog/catalog.ts';
import { root } from './support/figures.ts';
import { openPool } from './support/grading-pool.ts';
import { applyMutation, linesOf, type Mutation } from './support/mutate/mutation.ts';
import { mutationsOf } from './support/mutate/mutations.ts';
import { explains, readSurvivors, SURVIVORS_FILE } from './support/mutate/survivors.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { program: { type: 'string' }, minutes: { type: 'string', default: '10' } },
});
const [id] = positionals;
const fixtures = join(root, 'test/fixtures');
const entry = [
  ...readCatalog(join(root, 'exercises'), join(root, 'solutions')),
  ...readCatalog(join(fixtures, 'exercises'), join(fixtures, 'solutions')),
].find((candidate) => candidate.id === id);
if (entry === undefined) throw new Error('Give the exercise: npm run course:mutate -- fencing-token');
const programs = [
  ...(entry.solution === undefined ? [] : [{ name: 'solution', file: entry.solution }]),
  ...entry.alternatives,
].filter(({ name }) => values.program === undefined || values.program === name);
if (programs.length === 0) throw new Error(`${entry.id} has no program ${values.program ?? ''}.`);

const survivors = readSurvivors(entry);
const used = new Set<number>();
const dir = await mkdtemp(join(tmpdir(), 'partial-failure-'));
const pool = await openPool();
const until = Date.now() + Number(values.minutes) * 60_000;
const say = (text: string): void => void process.stdout.write(`${text}\n`);
let unexplained = 0;
let skipped = 0;
let notJudged = 0;
let mutantNumber = 0;

for (const { name, file } of programs) {
  const source = await readFile(file, 'utf8');
  const queue = spread(await mutationsOf(source));
  const count = { killed: 0, survived: 0, explained: 0, 'not compiling': 0, 'not judged': 0, untried: 0 };
  const tryNext = async (): Promise<void> => {
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
      if (Date.now() > until) {
        count.untried += 1 + queue.splice(0).length;
        return;
      }
      const outcome = await gradeOne(source, one);
      if (outcome !== 'survived') {
        count[outcome]++;
        continue;
      }
      const passed = { program: name, ...linesOf(source, one) };
      const reasons = survivors.flatMap((survivor, i) => (explains(survivor, passed) ? [i] : []));
      for (const i of reasons) used.add(i);
      if (reasons.length > 0) {
        count.explained++;
        continue;
      }
      count.survived++;
      const line = source.slice(0, one.start).split('\n').length;
      say(`\n${name}:${line}  ${one.kind}`);
      for (const text of passed.was.split('\n')) say(`  - ${text}`);
      for (const text of passed.becomes.split('\n')) say(`  + ${text}`);
    }
  };
  await Promise.all(Array.from({ length: cpus().length }, tryNext));
  unexplained += count.survived;
  skipped += count.untried;
  notJudged += count['not judged'];
  const words = Object.entries(count).map(([what, n]) => `${n} ${what}`);
  say(`${entry.id} ${name}: ${words.join(', ')}`);
}
const stale = survivors.filter(
  ({ program }, i) => !used.has(i) && programs.some(({ name }) => name === program),
);
if (skipped === 0)
  for (const { program, was } of stale) say(`${SURVIVORS_FILE}: no mutant of ${program} needs “${was}”.`);
await pool.close();
await rm(dir, { recursive: true, force: true });
process.exitCode = unexplained > 0 || notJudged > 0 || (skipped === 0 && stale.length > 0) ? 1 : 0;

async function gradeOne(
  source: string,
  mutation: Mutation,
): Promise<'killed' | 'survived' | 'not compiling' | 'not judged'> {
  if (entry === undefined) return 'not compiling';
  const file = join(dir, `${mutantNumber++}.ts`);
  await writeFile(file, applyMutation(source, mutation));
  try {
    const report = await pool.grade({ entry, file, options: { seed: 'mutate', stopWhenBroken: '*' } });
    if (report.verdict === 'error') return 'not judged';
    return report.verdict === 'pass' ? 'survived' : 'killed';
  } catch (error) {
    if (error instanceof Error && error.message.includes('does not compile')) return 'not compiling';
    throw error;
  } finally {
    await rm(file, { force: true });
  }
}

/** Another order, the same each time: where time runs out, each part of a program has had some of its mutants tried. */
function spread<T>(list: readonly T[]): T[] {
  const step = 7;
  return Array.from({ length: step }, (_, first) => list.filter((_one, i) => i % step === first)).flat();
}
