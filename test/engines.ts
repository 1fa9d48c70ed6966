/**
 * `npm run test:engines -- [--seeds N] [--only EXERCISE] [--engines node,chromium,firefox] [--runs N] [--brief]`: gradings
 * of every solution, alternative and mutant in each engine, with the same seeds (50). Their reports must be equal to the
 * last character, hashes of all traces included. With `--brief` the grading of a mutant ends once it has broken what it
 * must break, and nothing is shrunk: a fifth of the time.
 *
 * Exits with 1 when some differ, and with 3 when an engine that was asked for is not here: what the others gave is
 * compared all the same.
 */
import { readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleExercise } from '../src/catalog/bundle.ts';
import { readCatalog, type CatalogEntry } from '../src/catalog/catalog.ts';
import { openChromiumEngine, openFirefoxEngine, type BrowserEngine } from './support/browser-engine.ts';
import type { EngineJob } from './support/engine-page.ts';
import { root } from './support/figures.ts';
import { findFirefox } from './support/firefox.ts';
import { compileFile, openPool } from './support/grading-pool.ts';

/** A program, as files for Node and as text for browsers. */
interface Subject {
  readonly entry: CatalogEntry;
  readonly file: string;
  readonly job: EngineJob;
}

/** An engine that grades a program with each seed, and gives the reports as JSON. */
interface Engine {
  readonly name: string;
  grade(subject: Subject): Promise<readonly string[]>;
  close(): Promise<void>;
}

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '50' },
    only: { type: 'string' },
    engines: { type: 'string', default: 'node,chromium,firefox' },
    runs: { type: 'string' },
    brief: { type: 'boolean', default: false },
  },
});
const runs = values.runs === undefined ? undefined : Number(values.runs);
const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => `engines-${i}`);
const fixtures = join(root, 'test/fixtures');
const entries = [
  ...readCatalog(join(root, 'exercises'), join(root, 'solutions')),
  ...readCatalog(join(fixtures, 'exercises'), join(fixtures, 'solutions')),
].filter(({ id }) => values.only === undefined || id === values.only);
if (entries.length === 0) throw new Error(`There is no exercise "${String(values.only)}".`);

const wanted = values.engines.split(',');
const engines: Engine[] = [];
// A browser must not outlive this process.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(2));
const modulesDir = await mkdtemp(join(tmpdir(), 'partial-failure-engines-'));
try {
  for (const name of wanted) {
    const engine = await openEngine(name);
    if (typeof engine === 'string') process.stdout.write(`Not compared: ${name}. ${engine}\n`);
    else engines.push(engine);
  }
  const [first, ...others] = engines;
  if (first === undefined || others.length === 0) {
    process.stdout.write('Nothing was compared: that takes two engines at least.\n');
  } else {
    const differing = await compareAll(first, others);
    if (differing > 0) process.exitCode = 1;
  }
  if (engines.length < Math.max(2, wanted.length)) process.exitCode ??= 3;
} finally {
  await Promise.all(engines.map((engine) => engine.close()));
  await rm(modulesDir, { recursive: true });
}

/** @returns how many programs do not have the same reports everywhere */
async function compareAll(first: Engine, others: readonly Engine[]): Promise<number> {
  let programs = 0;
  let differing = 0;
  for (const entry of entries) {
    const exerciseModule = await readFile(await bundleExercise(entry, join(root, 'src'), modulesDir), 'utf8');
    const right = [entry.solution ?? [], ...entry.alternatives.map(({ file }) => file)].flat();
    // Programs that look for the engine: the language itself must be the same.
    const asking = entry.id === 'counter' ? readdirSync(join(fixtures, 'engines')) : [];
    const looking = asking
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(fixtures, 'engines', name));
    const samples = [
      ...[...right, ...looking].map((file) => ({ file, stopWhenBroken: undefined })),
      ...entry.mutants.map(({ file, breaks }) => ({
        file,
        stopWhenBroken: values.brief ? breaks : undefined,
      })),
    ];
    for (const { file, stopWhenBroken } of samples) {
      const program = await compileFile(file);
      const job = {
        exerciseModule,
        program,
        seeds,
        ...(runs !== undefined && { runs }),
        ...(stopWhenBroken !== undefined && { stopWhenBroken }),
      };
      programs++;
      if (!(await isEqual({ entry, file, job }, first, others))) differing++;
    }
  }
  const names = engines.map(({ name }) => name).join(', ');
  process.stdout.write(
    `${programs} programs, seeds of each: ${seeds.length}. Equal in ${names}: ${programs - differing}. Different: ${differing}.\n`,
  );
  return differing;
}

async function isEqual(subject: Subject, first: Engine, others: readonly Engine[]): Promise<boolean> {
  const started = performance.now();
  const [expected = [], ...found] = await Promise.all(
    [first, ...others].map((engine) => engine.grade(subject)),
  );
  const different = others.flatMap(({ name }, i) =>
    seeds
      .filter((_, at) => expected[at] === undefined || found[i]?.[at] !== expected[at])
      .map((seed) => `${name} ${seed}`),
  );
  const { entry, file } = subject;
  const name = `${entry.id}  ${file.slice(file.lastIndexOf('/') + 1).padEnd(36)}`;
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
  const verdict =
    different.length === 0 ? 'equal' : `not as in ${first.name}: ${different.slice(0, 5).join(', ')}`;
  process.stdout.write(`${name} ${seconds} s  ${verdict}\n`);
  return different.length === 0;
}

/** The engine, or why there is none. */
async function openEngine(name: string): Promise<Engine | string> {
  if (name === 'node') return nodeEngine();
  if (name === 'chromium') return browserEngine(name, await openChromiumEngine());
  if (name !== 'firefox') throw new Error(`--engines: "${name}" is none of node, chromium, firefox.`);
  const firefox = findFirefox();
  return firefox === undefined
    ? 'There is no Firefox on this machine, and no npm package brings one. Install it (Debian: apt-get install firefox-esr), or give its path in FIREFOX_PATH.'
    : browserEngine(name, await openFirefoxEngine(firefox));
}

async function nodeEngine(): Promise<Engine> {
  const pool = await openPool(1);
  return {
    name: 'node',
    grade: ({ entry, file, job: { stopWhenBroken } }) =>
      Promise.all(
        seeds.map(async (seed) => {
          const options = {
            seed,
            hashTraces: true,
            ...(runs !== undefined && { runs }),
            ...(stopWhenBroken !== undefined && { stopWhenBroken }),
          };
          return JSON.stringify(await pool.grade({ entry, file, options }));
        }),
      ),
    close: () => pool.close(),
  };
}

function browserEngine(name: string, engine: BrowserEngine): Engine {
  return { name, grade: ({ job }) => engine.grade(job), close: () => engine.close() };
}
