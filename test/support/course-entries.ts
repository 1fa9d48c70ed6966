import { join } from 'node:path';
import { readCatalog, type CatalogEntry } from '../../src/catalog/catalog.ts';
import { root } from './figures.ts';

/** The course's exercises, or those that `COURSE_ONLY` names, separated by commas. @throws Error for a name there is not */
export function courseEntries(): readonly CatalogEntry[] {
  const entries = readCatalog(join(root, 'exercises'), join(root, 'solutions'));
  const names = (process.env['COURSE_ONLY'] ?? '').split(',').filter((name) => name !== '');
  for (const name of names)
    if (!entries.some(({ id }) => id === name)) throw new Error(`There is no exercise "${name}".`);
  return names.length === 0 ? entries : entries.filter(({ id }) => names.includes(id));
}
