import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCatalog } from '../../src/catalog/catalog.ts';
import { checkCourse } from '../support/course-check.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

checkCourse({
  entries: readCatalog(join(root, 'exercises'), join(root, 'solutions')),
  extraDir: join(root, 'test/course/extra'),
  seeds: Number(process.env['COURSE_SEEDS'] ?? 5),
});
