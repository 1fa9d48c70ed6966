/** `npm run course:check`: the course check with 20 seeds for each program; `npm test` takes 5 to stay quick. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--project', 'course', ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit', env: { COURSE_SEEDS: '20', ...process.env } },
);
process.exitCode = status ?? 1;
