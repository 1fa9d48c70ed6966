/** One tiny exercise of each kind goes through the same check as the course's own. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCatalog } from '../../src/catalog/catalog.ts';
import { checkCourse } from '../support/course-check.ts';

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));

checkCourse({
  entries: readCatalog(join(fixtures, 'exercises'), join(fixtures, 'solutions')),
  extraDir: join(fixtures, 'extra'),
  seeds: 2,
  stories: false,
});
