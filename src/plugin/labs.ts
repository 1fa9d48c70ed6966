/** Labs as data for the site: a Docusaurus plugin that compiles the programs of the labs that `src/labs` has. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LoadContext, Plugin } from '@docusaurus/types';
import * as esbuild from 'esbuild';
import { compileProgram } from '../grader/compile/compile-program.ts';

const NAME = 'partial-failure-labs';
/** What of a lab needs a running browser. */
const LIVE = new URL('../components/Lab/live.ts', import.meta.url);

/** Writes, for each lab, its program as it was written and compiled, and one module that lists them all. */
export default function labsPlugin({ siteDir }: LoadContext): Plugin {
  const folder = join(siteDir, 'src', 'labs');
  return {
    name: NAME,
    getPathsToWatch: () => [join(folder, '*', '*.ts')],
    async contentLoaded({ actions }) {
      const ids = readdirSync(folder).filter((id) => existsSync(join(folder, id, 'lab.ts')));
      for (const id of ids) {
        const source = readFileSync(join(folder, id, 'program.ts'), 'utf8');
        await actions.createData(`${id}/source.js`, asModule(source));
        await actions.createData(`${id}/code.js`, asModule(await compiled(source, id)));
      }
      await actions.createData('labs.js', listOf(ids, folder));
    },
    configureWebpack: (_config, isServer) => ({
      // Pages are rendered without workers; the server's bundle need not hold them.
      resolve: isServer ? { alias: { [fileURLToPath(LIVE)]: false } } : {},
    }),
  };
}

/** A program of a lab, compiled as a learner’s is. */
export async function compiled(source: string, id: string): Promise<string> {
  const result = await compileProgram(esbuild, source, {
    fileName: `src/labs/${id}/program.ts`,
    helpers: [],
  });
  if (result.ok) return result.program.code;
  const problems = result.problems.map(({ line, message }) => `${line ?? '?'}: ${message}`);
  throw new Error(`src/labs/${id}/program.ts does not compile.\n${problems.join('\n')}`);
}

function listOf(ids: readonly string[], folder: string): string {
  const entries = ids.map((id) => {
    const load = (path: string): string => `() => import(${JSON.stringify(path)}).then((m) => m.default)`;
    const lab = load(join(folder, id, 'lab.ts').replaceAll('\\', '/'));
    return `  ${JSON.stringify(id)}: { lab: ${lab}, code: ${load(`./${id}/code.js`)}, source: ${load(`./${id}/source.js`)} },`;
  });
  return ['export default {', ...entries, '};\n'].join('\n');
}

function asModule(text: string): string {
  return `export default ${JSON.stringify(text)};\n`;
}
