/** The start page's pictures: two runs of the lab `33-and-34`, made and drawn when the site is built. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { LoadContext, Plugin } from '@docusaurus/types';
import { build } from 'esbuild';
import { compiled } from './labs.ts';

const LAB = '33-and-34';

/** A run as a picture that needs no JavaScript. */
export interface HeroPicture {
  readonly svg: string;
  /** What it shows, in a sentence or two. */
  readonly told: string;
}

/** Writes `hero.js`: the run without a check in the storage, and the one with it. */
export default function heroPlugin({ siteDir }: LoadContext): Plugin {
  const folder = join(siteDir, 'src', 'labs', LAB);
  return {
    name: 'partial-failure-hero',
    getPathsToWatch: () => [join(folder, '*.ts')],
    async contentLoaded({ actions }) {
      const [unchecked, checked] = await drawnFrom(
        await compiled(await readFile(join(folder, 'program.ts'), 'utf8'), LAB),
      );
      await actions.createData('hero.js', `export default ${JSON.stringify({ unchecked, checked })};\n`);
    },
  };
}

async function drawnFrom(code: string): Promise<readonly HeroPicture[]> {
  const dir = await mkdtemp(join(tmpdir(), 'partial-failure-'));
  const outfile = join(dir, 'hero-worker.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('./hero-worker.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
  const drawn = new Promise<readonly HeroPicture[]>((resolve, reject) => {
    const worker = new Worker(outfile, { workerData: code });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  return drawn.finally(() => rm(dir, { recursive: true, force: true }));
}
