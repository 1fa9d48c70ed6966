/** Labs as data for the site: a Docusaurus plugin that compiles the programs of the labs that `src/labs` has. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LoadContext, Plugin } from '@docusaurus/types';
import { compiled, drawLabs } from './draw-labs.ts';

const NAME = 'partial-failure-labs';
/** What of a lab needs a running browser. */
const LIVE = new URL('../components/Lab/live.ts', import.meta.url);

/** Fits a phone as it is; a wider column leaves room about it. */
const FIRST_SIZE = { room: 320, height: 240 };

/**
 * Writes, for each lab, its program as it was written and compiled, a picture of what may be seen at first, and one
 * module that lists them all.
 */
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
        await actions.createData(`${id}/code.js`, asModule(await compiled(folder, id)));
      }
      const title = 'The run, as far as it may be seen';
      const drawn = await drawLabs(
        folder,
        ids.map((lab) => ({ lab, values: {}, part: 'before', title, ...FIRST_SIZE })),
      );
      const withFirst = new Set<string>();
      for (const [index, id] of ids.entries()) {
        const svg = drawn[index]?.svg;
        if (svg === undefined) continue;
        withFirst.add(id);
        await actions.createData(`${id}/first.js`, asModule(svg));
      }
      await actions.createData('labs.js', listOf(ids, folder, withFirst));
    },
    configureWebpack: (_config, isServer) => ({
      // Pages are rendered without workers; the server's bundle need not hold them.
      resolve: isServer ? { alias: { [fileURLToPath(LIVE)]: false } } : {},
    }),
  };
}

function listOf(ids: readonly string[], folder: string, withFirst: ReadonlySet<string>): string {
  const entries = ids.map((id) => {
    const load = (path: string): string => `() => import(${JSON.stringify(path)}).then((m) => m.default)`;
    const lab = load(join(folder, id, 'lab.ts').replaceAll('\\', '/'));
    const files = ['code', 'source', ...(withFirst.has(id) ? ['first'] : [])];
    const rest = files.map((name) => `${name}: ${load(`./${id}/${name}.js`)}`);
    return `  ${JSON.stringify(id)}: { lab: ${lab}, ${rest.join(', ')} },`;
  });
  return ['export default {', ...entries, '};\n'].join('\n');
}

function asModule(text: string): string {
  return `export default ${JSON.stringify(text)};\n`;
}
