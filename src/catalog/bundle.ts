/** Makes one module out of an exercise's own TypeScript, for the grader's process. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { CatalogError, type CatalogEntry } from './catalog.ts';
import { gradingModule } from './parts.ts';

/** The zones that an exercise's modules are made of, besides its own folder. */
const ENGINE = ['api.ts', 'kit.ts', 'kit', 'util', 'history', 'sim', 'models', 'checkers', 'explore'];

/**
 * Bundles `exercise.ts` and its parts; the module's default export is a `LoadedExercise`.
 *
 * @param sourceDir the project's `src`, where `partial-failure/kit` is
 * @param cacheDir where the module is kept, under a name that holds a hash of what it is made from
 * @returns the module's file
 */
export async function bundleExercise(
  entry: CatalogEntry,
  sourceDir: string,
  cacheDir: string,
): Promise<string> {
  const hash = hashOf([entry.dir, ...ENGINE.map((zone) => join(sourceDir, zone))]);
  const file = join(cacheDir, `${entry.id}.${hash}.mjs`);
  if (existsSync(file)) return file;
  const text = await bundle(entry, sourceDir);
  await mkdir(dirname(file), { recursive: true });
  // Two gradings may build at once: a module is there whole or not at all.
  const partial = `${file}.${process.pid}`;
  await writeFile(partial, text);
  await rename(partial, file);
  return file;
}

async function bundle(entry: CatalogEntry, sourceDir: string): Promise<string> {
  const contents = gradingModule(entry);
  const result = await build({
    stdin: { contents, resolveDir: entry.dir, sourcefile: `${entry.id}.entry.ts`, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
    tsconfigRaw: '{}',
    plugins: [kitAt(sourceDir)],
  }).catch((thrown: unknown) => {
    throw new CatalogError(`Exercise ${entry.id} does not build: ${String(thrown)}`);
  });
  return result.outputFiles[0]?.text ?? '';
}

/** A hash of the TypeScript and JSON below some paths. */
function hashOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  const visit = (path: string): void => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) visit(join(path, name));
    } else if (/\.(ts|json)$/.test(path)) {
      hash.update(`\0${path}\0`).update(readFileSync(path));
    }
  };
  paths.forEach(visit);
  return hash.digest('hex').slice(0, 16);
}

function kitAt(sourceDir: string): Plugin {
  return {
    name: 'partial-failure',
    setup(pluginBuild) {
      pluginBuild.onResolve({ filter: /^partial-failure(\/kit)?$/ }, ({ path }) => ({
        path: resolve(sourceDir, path === 'partial-failure' ? 'api.ts' : 'kit.ts'),
      }));
    },
  };
}
