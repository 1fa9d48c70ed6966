import { draw } from './draw.ts';
import { place, px } from './layout.ts';
import { styleSheet, type Token } from './paint.ts';
import type { Scene } from './scene.ts';
import type { Shape } from './shapes.ts';

/** Room for the names of the lanes. */
const HEAD = { down: 34, across: 96 } as const;
const MARGIN = 12;

/** What an exported picture is given. */
export interface SvgOptions {
  readonly title: string;
  /** What the picture says, for those who do not see it. */
  readonly description: string;
  /** The colour, or the face, behind a token. */
  readonly token: (name: Token) => string;
}

/** The whole picture as a file of its own: nothing in it refers elsewhere. */
export function toSvg(scene: Scene, { title, description, token }: SvgOptions): string {
  const { layout, model } = scene;
  const head = HEAD[layout.orientation];
  const isDown = layout.orientation === 'down';
  const [width, height] = place(layout, layout.length, layout.breadth);
  const [dx, dy] = isDown ? [MARGIN, head] : [head, MARGIN];
  const [fullWidth, fullHeight] = [width + dx + MARGIN, height + dy + MARGIN];
  const names = model.lanes.map(({ title: name }, lane) => {
    const across = layout.laneAt[lane] ?? 0;
    const [x, y] = isDown ? [across + dx, 20] : [head - 12, across + dy + 5];
    return `<text class="laneName" x="${px(x)}" y="${px(y)}" text-anchor="${isDown ? 'middle' : 'end'}">${escapeXml(name)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="run" width="${px(fullWidth)}" height="${px(fullHeight)}" viewBox="0 0 ${px(fullWidth)} ${px(fullHeight)}" role="img" font-size="${layout.fontSize}">`,
    `<title>${escapeXml(title)}</title>`,
    `<desc>${escapeXml(description)}</desc>`,
    `<style>${escapeXml(styleSheet('.run', token))}</style>`,
    `<rect width="100%" height="100%" fill="${escapeXml(token('paper'))}"/>`,
    ...names,
    `<g transform="translate(${px(dx)} ${px(dy)})">`,
    ...draw(scene).map(shapeText),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function shapeText(shape: Shape): string {
  if (shape.kind === 'text')
    return `<text class="${shape.classes}" x="${px(shape.x)}" y="${px(shape.y)}" text-anchor="${shape.anchor}"${turned(shape)}>${escapeXml(shape.text)}</text>`;
  const moved = shape.at === undefined ? '' : ` transform="translate(${px(shape.at[0])} ${px(shape.at[1])})"`;
  return `<path class="${shape.classes}" d="${shape.d}"${moved}/>`;
}

function turned({ x, y, turn }: Shape & { kind: 'text' }): string {
  return turn === undefined ? '' : ` transform="rotate(${px(turn)} ${px(x)} ${px(y)})"`;
}

function escapeXml(value: string): string {
  return (
    value
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
      // Control characters are no XML.
      .replace(/[^\P{Cc}\t\n\r]/gu, '\uFFFD')
  );
}
