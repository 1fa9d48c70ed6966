/**
 * `npm run test:seeds -- [EXERCISE …] [--seeds N] [--only NAME] [--own-only]`: complete gradings of every program with
 * many seeds (20): right ones at all clock rates, wrong ones until the property that they name is broken. A tool for
 * when a verdict seems to depend on the seed: detection does not rest on draws, so that few seeds say what many would.
 * `--own-only` leaves the programs under `test/course/extra` out. Exits with 1 when a verdict was not as it should be.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readCatalog, readPrograms } from '../src/catalog/catalog.ts';
import { extraDir, root } from './support/figures.ts';
import { openPool } from './support/grading-pool.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string', default: '20' },
    only: { type: 'string' },
    'own-only': { type: 'boolean', default: false },
  },
});
const RATES = [undefined, 'fast', 'slow'] as const;
const seeds = Number(values.seeds);
const entries = readCatalog(join(root, 'exercises'), join(root, 'solutions'));
const ids = positionals.length > 0 ? positionals : entries.map(({ id }) => id);
const pool = await openPool();
let failures = 0;

for (const id of ids) {
  const entry = entries.find((candidate) => candidate.id === id);
  if (entry === undefined) throw new Error(`There is no exercise "${id}".`);
  const further = (kind: 'right' | 'wrong') =>
    values['own-only'] ? [] : readPrograms(join(extraDir, id, kind));
  const solution = entry.solution === undefined ? [] : [{ name: 'solution', file: entry.solution }];
  const right = [...solution, ...entry.alternatives, ...further('right')];
  const wrong = [...entry.mutants, ...further('wrong')];
  const all = [
    ...right.map(({ name, file }) => ({ name, file, expected: 'pass' })),
    ...wrong.map(({ name, file, breaks }) => ({ name, file, expected: breaks ?? '' })),
  ];
  for (const { name, file, expected } of all) {
    if (values.only !== undefined && !name.includes(values.only)) continue;
    const judged = await Promise.all(
      Array.from({ length: seeds }, async (_, i) => {
        const seed = `soak-${i}`;
        const rates = expected === 'pass' ? RATES[i % RATES.length] : undefined;
        const options = {
          seed,
          ...(rates !== undefined && { rates }),
          ...(expected !== 'pass' && { stopWhenBroken: expected }),
        };
        const report = await pool.grade({ entry, file, options });
        const asExpected =
          expected === 'pass'
            ? report.verdict === 'pass'
            : report.properties.find((property) => property.id === expected)?.status === 'broken';
        return asExpected ? [] : [`${seed}${rates === undefined ? '' : ` ${rates}`} (${report.verdict})`];
      }),
    );
    const others = judged.flat();
    if (others.length > 0) failures++;
    const share = `${seeds - others.length} of ${seeds}`;
    process.stdout.write(`${id}  ${name.padEnd(36)} ${expected.padEnd(24)} ${share}\n`);
    if (others.length > 0) process.stdout.write(`    ${others.slice(0, 5).join(', ')}\n`);
  }
}
await pool.close();
process.exitCode = failures > 0 ? 1 : 0;
