/**
 * The built site and whether it is still that of the sources.
 *
 * A build writes a hash of everything it was made from beside itself; `npm start`, `npm test` and `.ci/run` build
 * only when that hash is another one, so one command after the other never builds twice.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const buildDir = join(root, 'build');
const stamp = join(buildDir, '.sources');

const sources = [
  'docs',
  'src',
  'exercises',
  'solutions',
  'static',
  'docusaurus.config.ts',
  'sidebars.ts',
  'package-lock.json',
];

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}

/** @returns {string} */
function hashOfSources() {
  const hash = createHash('sha256');
  hash.update(`${process.env['BASE_URL'] ?? '/'} ${process.env['WITHOUT_SOLUTIONS'] ?? ''}`);
  for (const file of sources.flatMap((source) => filesUnder(join(root, source)))) {
    hash.update(`\0${relative(root, file)}\0`);
    hash.update(readFileSync(file));
  }
  return hash.digest('hex');
}

/**
 * Builds always. Throws when the build fails.
 * @param {readonly string[]} options for `docusaurus build`
 */
export function build(options = []) {
  const hash = hashOfSources();
  const docusaurus = join(root, 'node_modules', '@docusaurus', 'core', 'bin', 'docusaurus.mjs');
  const { status } = spawnSync(process.execPath, [docusaurus, 'build', ...options], {
    cwd: root,
    // Standard output belongs to the caller: a test reporter, an address.
    stdio: ['ignore', 2, 2],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (status !== 0) throw new Error('The site did not build: see the messages above.');
  writeFileSync(stamp, hash);
}

/** Builds unless the build at hand was made from the sources as they are. */
export function buildIfNeeded() {
  const current = existsSync(stamp) && readFileSync(stamp, 'utf8') === hashOfSources();
  if (!current) build();
}
