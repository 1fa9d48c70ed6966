/** Runs a TypeScript file of this project: `node scripts/run-ts.mjs FILE [ARG …]`. */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const [file, ...args] = process.argv.slice(2);
if (file === undefined) throw new Error('Give the file to run.');
const outfile = join(root, 'dist', 'scripts', `${basename(file, '.ts')}.mjs`);
await build({
  entryPoints: [file],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
  plugins: [
    {
      name: 'source-paths',
      setup({ onLoad }) {
        // Each file's path is that of its source, not of what is built.
        onLoad({ filter: /\.(?:ts|mjs)$/ }, async ({ path }) => ({
          contents: (await readFile(path, 'utf8')).replaceAll(
            'import.meta.url',
            JSON.stringify(pathToFileURL(path).href),
          ),
          loader: path.endsWith('.ts') ? 'ts' : 'js',
        }));
      },
    },
  ],
});
process.argv = [process.execPath, outfile, ...args];
await import(pathToFileURL(outfile).href);
