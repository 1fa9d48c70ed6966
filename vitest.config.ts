import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** All cores: left alone, Vitest keeps one for itself, which on a machine with two is half. */
const maxWorkers = availableParallelism();

const resolve = {
  alias: [
    { find: /^partial-failure\/kit$/, replacement: at('./src/kit.ts') },
    { find: /^partial-failure$/, replacement: at('./src/api.ts') },
  ],
};

export default defineConfig({
  resolve,
  test: {
    maxWorkers,
    projects: [
      {
        resolve,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          maxWorkers,
          testTimeout: 120_000,
        },
      },
      {
        resolve,
        test: {
          name: 'course',
          include: ['test/course/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 120_000,
        },
      },
      {
        // Submissions that try to harm, cheat or stall, graded by the real command line.
        resolve,
        test: {
          name: 'hostile',
          include: ['test/hostile/**/*.test.ts'],
          testTimeout: 600_000,
        },
      },
      {
        // A real browser against the built site. A browser waits much of its time, so that two are faster than one.
        resolve,
        test: {
          name: 'site',
          include: ['test/site/**/*.test.ts'],
          globalSetup: ['test/site/global-setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          maxWorkers,
          expect: { poll: { timeout: 30_000 } },
        },
      },
    ],
  },
});
