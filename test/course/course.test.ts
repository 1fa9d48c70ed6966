import { join } from 'node:path';
import { courseEntries } from '../support/course-entries.ts';
import { checkCourse } from '../support/course-check.ts';
import { root } from '../support/figures.ts';

checkCourse({
  entries: courseEntries(),
  extraDir: join(root, 'test/course/extra'),
  seeds: Number(process.env['COURSE_SEEDS'] ?? 1),
  stories: true,
});
