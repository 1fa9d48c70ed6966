/** `npm run course:check`: the course check with 20 seeds for each program, and whether the soak's figures are current. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--project', 'course', ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit', env: { COURSE_SEEDS: '20', COURSE_FIGURES: '1', ...process.env } },
);
process.exitCode = status ?? 1;
