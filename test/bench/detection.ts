/**
 * `npm run bench:detection -- [--seeds N] [--exercise ID]`: how many runs a grading makes until it catches each mutant,
 * median and 99th percentile over N seeds (default 20). A mutant that a seed misses counts as never caught.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readCatalog } from '../../src/catalog/catalog.ts';
import { root } from '../support/figures.ts';
import { openPool } from '../support/grading-pool.ts';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '20' }, exercise: { type: 'string' } },
});
const seeds = Number(values.seeds);
if (!Number.isSafeInteger(seeds) || seeds < 1) throw new Error('--seeds: give a whole number, 1 or more.');
const all = readCatalog(join(root, 'exercises'), join(root, 'solutions'));
const entries = all.filter(({ id }) => values.exercise === undefined || values.exercise === id);
if (entries.length === 0) {
  throw new Error(
    `There is no exercise "${values.exercise ?? ''}". Exercises: ${all.map(({ id }) => id).join(', ')}.`,
  );
}

/** The smallest value that at least `percent` of the values do not exceed (nearest rank). */
function percentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Infinity;
}

const shown = (runs: number): string => (runs === Infinity ? 'never' : String(runs)).padStart(7);

const pool = await openPool();
for (const entry of entries) {
  process.stdout.write(`${entry.id}, ${seeds} seeds\n`);
  process.stdout.write(`  ${'mutant'.padEnd(36)} ${'property'.padEnd(28)}  median  99th %   most\n`);
  for (const { name, file, breaks } of entry.mutants) {
    const property = breaks ?? '';
    const runs = await Promise.all(
      Array.from({ length: seeds }, async (_, i) => {
        const options = { seed: `detection-${i}`, stopWhenBroken: property };
        const { properties, coverage } = await pool.grade({ entry, file, options });
        return properties.some(({ id, status }) => id === property && status === 'broken')
          ? coverage.runs
          : Infinity;
      }),
    );
    runs.sort((a, b) => a - b);
    process.stdout.write(
      `  ${name.padEnd(36)} ${property.padEnd(28)} ${shown(percentile(runs, 50))} ${shown(percentile(runs, 99))} ${shown(percentile(runs, 100))}\n`,
    );
  }
}
await pool.close();
