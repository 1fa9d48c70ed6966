/**
 * `npm run misconceptions -- [EXERCISE …]`: makes `exercises/<id>/generated/misconceptions.json` from the mutants: how programs
 * with each misconception fail, so that submissions can be compared with them.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { readCatalog } from '../src/catalog/catalog.ts';
import { root } from './support/figures.ts';
import { openPool } from './support/grading-pool.ts';
import { makeMisconceptions, misconceptionsFile } from './support/misconceptions.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const entries = readCatalog(join(root, 'exercises'), join(root, 'solutions')).filter(
  ({ id }) => positionals.length === 0 || positionals.includes(id),
);
const pool = await openPool();
for (const entry of entries) {
  const made = await makeMisconceptions(pool, entry);
  const file = misconceptionsFile(entry);
  mkdirSync(dirname(file), { recursive: true });
  const style = await resolveConfig(file);
  writeFileSync(file, await format(JSON.stringify(made), { ...style, parser: 'json' }));
  process.stdout.write(`${entry.id}: ${made.known.length} misconceptions\n`);
}
await pool.close();
