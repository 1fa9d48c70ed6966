/**
 * `npm run course:check -- [EXERCISE …]`: the course check with three seeds a program, and whether what was measured of
 * the exercises is current. Without names: all exercises.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { status } = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    'course',
    'test/course/course.test.ts',
    'test/course/hints.test.ts',
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      COURSE_SEEDS: '3',
      COURSE_CURRENT: '1',
      COURSE_ONLY: process.argv.slice(2).join(','),
      ...process.env,
    },
  },
);
process.exitCode = status ?? 1;
