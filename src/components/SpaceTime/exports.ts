import { layOut } from '../../diagram/layout.ts';
import { TOKENS, type Token } from '../../diagram/paint.ts';
import { createScene, type Scene } from '../../diagram/scene.ts';
import { toShiViz } from '../../diagram/shiviz.ts';
import { toSvg } from '../../diagram/svg.ts';

/** What a run can be saved as. */
export type ExportFormat = 'svg' | 'json' | 'shiviz';

const TYPES: Record<ExportFormat, { readonly mime: string; readonly end: string }> = {
  svg: { mime: 'image/svg+xml', end: 'svg' },
  json: { mime: 'application/json', end: 'json' },
  shiviz: { mime: 'text/plain', end: 'log' },
};

/** Gives the run to the reader as a file. The picture has what is shown, in the theme that is on. */
export function save(format: ExportFormat, scene: Scene, title: string, description: string): void {
  const { mime, end } = TYPES[format];
  const address = URL.createObjectURL(new Blob([textOf(format, scene, title, description)], { type: mime }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')}.${end}`;
  link.click();
  // Some browsers fetch it a moment after the click.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

function textOf(format: ExportFormat, scene: Scene, title: string, description: string): string {
  const { run } = scene.model;
  if (format === 'json') return `${JSON.stringify(run, null, 2)}\n`;
  if (format === 'shiviz') return toShiViz(run);
  const { orientation, zoom, room } = scene.layout;
  // A telephone's lanes are too close for paper.
  const { breadth } = layOut(scene.model, { orientation, zoom, room });
  const wide = createScene(scene.model, { orientation, zoom, room: Math.max(720, breadth) });
  const computed = getComputedStyle(document.documentElement);
  const values = new Map<Token, string>(
    TOKENS.map((name) => [name, computed.getPropertyValue(`--pf-${name}`).trim()]),
  );
  return toSvg(orientation === 'down' ? wide : scene, {
    title,
    description,
    token: (name) => values.get(name) ?? 'currentColor',
  });
}
