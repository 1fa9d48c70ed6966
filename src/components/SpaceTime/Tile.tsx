import { memo, useMemo, type ReactNode } from 'react';
import type { Cone } from '../../diagram/causality.ts';
import { draw, drawBehind } from '../../diagram/draw.ts';
import type { Scene } from '../../diagram/scene.ts';
import type { Shape } from '../../diagram/shapes.ts';
import { TILE } from './useVisible.ts';

interface Props {
  readonly scene: Scene;
  /** Which tile of the picture. */
  readonly tile: number;
  /** What is lit; everything when nothing is chosen. */
  readonly cone: Cone | undefined;
  /** Of a run that is dimmed behind another. */
  readonly isBehind?: boolean;
}

/** A tile of the picture. Drawn anew only when the size, the zoom or the choice changes. */
export default memo(function Tile({ scene, tile, cone, isBehind = false }: Props): ReactNode {
  const { layout } = scene;
  const isDown = layout.orientation === 'down';
  const from = tile * TILE;
  const to = Math.min(layout.length, from + TILE);
  const shapes = useMemo(
    () => (isBehind ? drawBehind(scene, from, to) : draw(scene, from, to)),
    [scene, from, to, isBehind],
  );
  return (
    <svg
      className="pf-run"
      aria-hidden="true"
      focusable="false"
      opacity={isBehind ? 0.3 : undefined}
      fontSize={layout.fontSize}
      style={isDown ? { top: from } : { left: from }}
      width={isDown ? layout.breadth : to - from}
      height={isDown ? to - from : layout.breadth}
      viewBox={
        isDown ? `0 ${from} ${layout.breadth} ${to - from}` : `${from} 0 ${to - from} ${layout.breadth}`
      }
    >
      {shapes.map((shape, index) => (
        <ShapeElement key={index} shape={shape} faded={cone !== undefined && !isLit(cone, shape)} />
      ))}
    </svg>
  );
});

function isLit({ marks }: Cone, { seq, also }: Shape): boolean {
  return seq < 0 || (marks[seq] !== 0 && (also < 0 || marks[also] !== 0));
}

/** One path or text. */
export function ShapeElement({
  shape,
  faded = false,
}: {
  readonly shape: Shape;
  readonly faded?: boolean;
}): ReactNode {
  const className = faded ? `${shape.classes} faded` : shape.classes;
  if (shape.kind === 'text')
    return (
      <text
        className={className}
        x={shape.x}
        y={shape.y}
        textAnchor={shape.anchor}
        transform={shape.turn === undefined ? undefined : `rotate(${shape.turn} ${shape.x} ${shape.y})`}
      >
        {shape.text}
      </text>
    );
  return (
    <path
      className={className}
      d={shape.d}
      transform={shape.at === undefined ? undefined : `translate(${shape.at[0]} ${shape.at[1]})`}
    />
  );
}
