import type { ReactNode } from 'react';
import { drawMoment, drawMomentTime, drawPin, drawPinName } from '../../diagram/draw.ts';
import { alongOf, place } from '../../diagram/layout.ts';
import { alongOfEvent, type Scene } from '../../diagram/scene.ts';
import { boxPath } from '../../diagram/shapes.ts';
import type { LaneSpan } from './pointer.ts';
import { ShapeElement } from './Tile.tsx';

/** An event that is pinned with a few words. */
export interface Pin {
  readonly seq: number;
  readonly words: string;
}

interface Props {
  readonly scene: Scene;
  readonly chosen: number;
  readonly pointed: number;
  readonly pins: readonly Pin[];
  /** A span of a lane that is being drawn. */
  readonly span: LaneSpan | undefined;
}

/** Under the picture: lines through the moment that is looked at, and those that are pinned. */
export function Moments({ scene, chosen, pins }: Pick<Props, 'scene' | 'chosen' | 'pins'>): ReactNode {
  const along = alongOfEvent(scene, chosen);
  return (
    <>
      {pins.map(({ seq }) => (
        <Patch key={seq} layout={scene.layout} along={alongOfEvent(scene, seq)} half={2}>
          <ShapeElement shape={drawPin(scene, alongOfEvent(scene, seq))} />
        </Patch>
      ))}
      {chosen < 0 ? null : (
        <Patch layout={scene.layout} along={along} half={2}>
          {drawMoment(scene, along).map((shape, index) => (
            <ShapeElement key={index} shape={shape} />
          ))}
        </Patch>
      )}
    </>
  );
}

/** Above the picture: its time, the chosen event and the one pointed at. */
export default function Overlay({ scene, chosen, pointed, pins, span }: Props): ReactNode {
  const { layout } = scene;
  const event = scene.model.run.events[chosen];
  const along = alongOfEvent(scene, chosen);
  // A small picture for each, where it is: one over everything would be painted anew as a whole.
  return (
    <>
      {pins.map(({ seq, words }) => (
        <Patch key={seq} layout={layout} along={alongOfEvent(scene, seq)} half={12}>
          <ShapeElement shape={drawPinName(scene, alongOfEvent(scene, seq), words)} />
          <Ring scene={scene} seq={seq} className="pinRing" />
        </Patch>
      ))}
      {span === undefined ? null : <Span scene={scene} span={span} />}
      {event === undefined ? null : (
        <Patch layout={layout} along={along} half={22}>
          {drawMomentTime(scene, along, event.atUs).map((shape, index) => (
            <ShapeElement key={index} shape={shape} />
          ))}
          <Ring scene={scene} seq={chosen} className="chosen" />
        </Patch>
      )}
      {pointed < 0 || pointed === chosen ? null : (
        <Patch layout={layout} along={alongOfEvent(scene, pointed)} half={48}>
          <Ring scene={scene} seq={pointed} className="pointed" />
        </Patch>
      )}
    </>
  );
}

function Patch({
  layout,
  along,
  half,
  children,
}: {
  readonly layout: Scene['layout'];
  readonly along: number;
  readonly half: number;
  readonly children: ReactNode;
}): ReactNode {
  const isDown = layout.orientation === 'down';
  const from = along - 2 * half;
  const size = 4 * half;
  return (
    <svg
      className="pf-run"
      aria-hidden="true"
      focusable="false"
      fontSize={layout.fontSize}
      style={isDown ? { top: from } : { left: from }}
      width={isDown ? layout.breadth : size}
      height={isDown ? size : layout.breadth}
      viewBox={isDown ? `0 ${from} ${layout.breadth} ${size}` : `${from} 0 ${size} ${layout.breadth}`}
    >
      {children}
    </svg>
  );
}

/** A span of a lane, as a pause would look. */
function Span({ scene, span }: { readonly scene: Scene; readonly span: LaneSpan }): ReactNode {
  const { layout } = scene;
  const [from, to] = [span.fromUs, span.untilUs ?? span.fromUs].map((us) => alongOf(layout, us));
  const across = layout.laneAt[span.lane];
  if (from === undefined || to === undefined || across === undefined) return null;
  return (
    <Patch layout={layout} along={(from + to) / 2} half={(to - from) / 4 + 4}>
      <path className="pause" d={boxPath(layout, from, to, across - 6, across + 6)} />
    </Patch>
  );
}

function Ring({
  scene,
  seq,
  className,
}: {
  readonly scene: Scene;
  readonly seq: number;
  readonly className: string;
}): ReactNode {
  const placed = scene.marks.find(({ mark }) => mark.seq === seq);
  if (placed === undefined) return null;
  const arrow = scene.arrows.find((candidate) => candidate.arrow.seq === seq);
  const isLoss = placed.mark.shape === 'lost' && arrow !== undefined;
  const [x, y] = isLoss
    ? place(scene.layout, arrow.line.toAlong, arrow.line.toAcross)
    : place(scene.layout, placed.along, placed.across);
  return <circle className={className} cx={x} cy={y} r={10} fill="none" />;
}
