/**
 * `npm run test:shrink -- [EXERCISE …] [--seed SEED]`: the length of the shrunk counterexample of every mutant, and
 * whether any of its faults could be taken away. Exits with 1 when one could, or when a list does not replay.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readCatalog } from '../src/catalog/catalog.ts';
import { root } from './support/figures.ts';
import { openPool } from './support/grading-pool.ts';
import { checkShrinking } from './support/shrink-check.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' } },
});
const fixtures = join(root, 'test/fixtures');
const entries = [
  ...readCatalog(join(root, 'exercises'), join(root, 'solutions')),
  ...readCatalog(join(fixtures, 'exercises'), join(fixtures, 'solutions')),
].filter(({ id }) => positionals.length === 0 || positionals.includes(id));
const pool = await openPool();
let wrong = 0;
for (const entry of entries) {
  const results = await Promise.all(
    entry.mutants.map((mutant) => checkShrinking(pool, entry, mutant, values.seed)),
  );
  for (const [i, result] of results.entries()) {
    const name = `${entry.id}  ${(entry.mutants[i]?.name ?? '').padEnd(36)}`;
    if (result === undefined) {
      process.stdout.write(`${name} no counterexample to replay\n`);
      continue;
    }
    const { property, faults, token, spare, replays } = result;
    const bad = spare.length > 0 || !replays;
    if (bad) wrong++;
    const verdict = !replays ? 'does not replay' : spare.length > 0 ? `${spare.length} to spare` : 'minimal';
    process.stdout.write(
      `${name} ${property.padEnd(28)} ${String(faults).padStart(3)} faults  ${String(token).padStart(5)} characters  ${verdict}\n`,
    );
    for (const fault of spare) process.stdout.write(`    ${JSON.stringify(fault)}\n`);
  }
}
await pool.close();
process.exitCode = wrong > 0 ? 1 : 0;
