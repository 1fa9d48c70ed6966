/** The start page's pictures: two runs of the lab `33-and-34`. */
import { join } from 'node:path';
import type { LoadContext, Plugin } from '@docusaurus/types';
import { drawLabs, type Drawing } from './draw-labs.ts';

const LAB = '33-and-34';

/** As wide as a phone's column, so that no word becomes too small there; so high that a window shows it as a whole. */
const SIZE = { room: 356, height: 560 };

/** Writes `hero.js`: the run without a check in the storage, and the one with it. */
export default function heroPlugin({ siteDir }: LoadContext): Plugin {
  const folder = join(siteDir, 'src', 'labs');
  const drawing = (check: string): Drawing => ({
    lab: LAB,
    values: { check },
    part: 'whole',
    title: 'A paused lock holder writes with an old token',
    ...SIZE,
  });
  return {
    name: 'partial-failure-hero',
    getPathsToWatch: () => [join(folder, LAB, '*.ts')],
    async contentLoaded({ actions }) {
      const [unchecked, checked] = await drawLabs(folder, [drawing('none'), drawing('disk')]);
      await actions.createData('hero.js', `export default ${JSON.stringify({ unchecked, checked })};\n`);
    },
  };
}
