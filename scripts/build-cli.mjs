/** Builds the command line and the parts of the Node host into dist/, when their sources have changed. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist', 'cli');
const stamp = join(dist, '.sources');
const entries = {
  main: 'src/cli/main.ts',
  'node-child': 'src/sandbox/node-child.ts',
  'node-compile-child': 'src/sandbox/node-compile-child.ts',
};
const zones = [
  'util',
  'history',
  'sim',
  'diagram',
  'models',
  'checkers',
  'explore',
  'grader',
  'sandbox',
  'catalog',
  'cli',
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
  const sources = [
    ...zones.map((zone) => join(root, 'src', zone)),
    join(root, 'package-lock.json'),
    fileURLToPath(import.meta.url),
  ];
  for (const file of sources.flatMap(filesUnder)) {
    hash.update(`\0${relative(root, file)}\0`);
    hash.update(readFileSync(file));
  }
  return hash.digest('hex');
}

/**
 * @returns {Promise<string>} the address of the built command line, for `import()`
 */
export async function buildCli() {
  const hash = hashOfSources();
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== hash) {
    await mkdir(dist, { recursive: true });
    await build({
      absWorkingDir: root,
      entryPoints: entries,
      outdir: dist,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      sourcemap: 'inline',
      sourcesContent: false,
      external: ['esbuild', 'esbuild-wasm'],
      // Packages that still are CommonJS ask for require().
      banner: {
        js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
      },
      logLevel: 'warning',
    });
    await writeFile(stamp, hash);
  }
  return pathToFileURL(join(dist, 'main.mjs')).href;
}
