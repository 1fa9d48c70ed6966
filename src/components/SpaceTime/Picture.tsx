import {
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import type { Cone } from '../../diagram/causality.ts';
import { alongOf, instantAt, place } from '../../diagram/layout.ts';
import { styleSheet } from '../../diagram/paint.ts';
import { alongOfEvent, type Scene } from '../../diagram/scene.ts';
import Menu from './Menu.tsx';
import type { Action, Place } from './actions.ts';
import Overlay, { Moments, type Pin } from './Overlay.tsx';
import { usePointer, type LaneSpan } from './pointer.ts';
import styles from './styles.module.css';
import Tile from './Tile.tsx';
import type { Selection } from './useSelection.ts';
import { useTogether } from './useTogether.ts';
import { useVisible } from './useVisible.ts';
import type { View } from './useView.ts';

interface Props {
  readonly scene: Scene;
  /** Of another run, dimmed behind it. */
  readonly behind: Scene | undefined;
  readonly selection: Selection;
  readonly cone: Cone | undefined;
  readonly label: string;
  /** Number of the chosen event among those shown, from 1; 0: none. */
  readonly position: number;
  /** The chosen event in words. */
  readonly words: string;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly zoomBy: (factor: number) => void;
  readonly view: View;
  readonly pins: readonly Pin[];
  /** Opens the menu at a place; absent where there is none. */
  readonly onPlace: ((place: Place) => void) | undefined;
  readonly menu: OpenMenu | undefined;
}

/** The menu, while it is open. */
export interface OpenMenu {
  readonly title: string;
  readonly where: string;
  readonly place: Place;
  readonly actions: readonly Action[];
  close(back: boolean): void;
}

/** What the names of the lanes take along time; see `.lanes`. */
const HEAD = { down: 36, across: 92 } as const;

const SHEET = styleSheet('.pf-run', (name) => `var(--pf-${name})`);

/**
 * Lanes, arrows and bands in a box that scrolls. To assistive technology it is one slider through the events; the
 * table says the same in rows.
 */
export default function Picture(props: Props): ReactNode {
  const { scene, selection, cone, label, position, words, scroller, onKeyDown, zoomBy } = props;
  const { view, pins, onPlace, menu, behind } = props;
  const [span, setSpan] = useState<LaneSpan>();
  const canvas = useRef<HTMLDivElement>(null);
  const hint = useId();
  const { layout } = scene;
  const { orientation } = layout;
  const isDown = orientation === 'down';
  const tiles = useVisible(scroller, orientation, layout.length);
  const anchor = useAnchor(scroller, scene);

  const isBehind = view.zoom !== undefined && view.zoom !== layout.zoom;
  const zoomAt = useZoomAt(scroller, isDown, isBehind, anchor, zoomBy);
  useWheelZoom(scroller, canvas, isDown, zoomAt);
  useKeepInSight(scroller, scene, selection.chosen);
  useTogether(scroller, view);
  const { choose, point, chosen, pointed } = selection;
  const pointer = usePointer({
    scroller,
    canvas,
    scene,
    choose,
    point,
    zoomBy: zoomAt,
    onSpan: setSpan,
    onEvent:
      onPlace &&
      ((seq) => {
        const event = scene.model.run.events[seq];
        if (event !== undefined) onPlace({ kind: 'event', event });
      }),
    onLane:
      onPlace &&
      ((at) => {
        const node = scene.model.lanes[at.lane]?.node;
        if (node !== undefined) onPlace({ ...at, kind: 'lane', node });
      }),
  });

  const { length, breadth } = layout;
  const beyond = useBeyond(scroller, scene);
  return (
    <div className={styles.stage}>
      <div
        ref={scroller}
        className={styles.scroller}
        data-orientation={orientation}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-describedby={hint}
        aria-orientation={isDown ? 'vertical' : 'horizontal'}
        aria-valuemin={0}
        aria-valuemax={scene.model.events.length}
        aria-valuenow={position}
        aria-valuetext={words}
        aria-haspopup={onPlace === undefined ? undefined : 'menu'}
        onKeyDown={onKeyDown}
      >
        <span id={hint} className={styles.unseen}>
          Arrow keys step through the events and from node to node. Enter{' '}
          {onPlace === undefined ? 'goes to the line' : 'opens the menu of the event'}, M to the other end of
          a message, plus and minus zoom, Escape clears the choice.
        </span>
        <style>{SHEET}</style>
        <div className={styles.lanes} style={isDown ? { width: breadth } : { height: breadth }}>
          {scene.model.lanes.map(({ node, title }, lane) => (
            <span
              key={node}
              className={styles.lane}
              style={laneStyle(layout.laneAt[lane] ?? 0, layout.spacing, isDown)}
              title={title}
            >
              {title}
            </span>
          ))}
        </div>
        <div
          ref={canvas}
          className={styles.canvas}
          style={isDown ? { height: length, width: breadth } : { width: length, height: breadth }}
          {...pointer}
        >
          <Moments scene={scene} chosen={chosen} pins={pins} />
          {behind === undefined
            ? null
            : tiles.map((tile) => (
                <Tile key={`behind ${tile}`} scene={behind} tile={tile} cone={undefined} isBehind />
              ))}
          {tiles.map((tile) => (
            <Tile key={tile} scene={scene} tile={tile} cone={cone} />
          ))}
          <Overlay
            scene={scene}
            chosen={chosen}
            pointed={pointed}
            pins={pins}
            span={span ?? spanOf(scene, menu?.place)}
          />
        </div>
      </div>
      {beyond === '' ? null : (
        <span className={styles.beyond} aria-hidden="true">
          {beyond} →
        </span>
      )}
      {menu === undefined ? null : (
        <Menu
          key={keyOf(menu.place)}
          {...pointOf(scene, menu.place, scroller.current)}
          title={menu.title}
          where={menu.where}
          actions={menu.actions}
          onClose={menu.close}
        />
      )}
    </div>
  );
}

/** The span that a menu is about, so that it is seen while one chooses. */
function spanOf({ model }: Scene, at: Place | undefined): LaneSpan | undefined {
  if (at?.kind !== 'lane' || at.untilUs === undefined) return undefined;
  const { node, fromUs, untilUs } = at;
  return { lane: model.lanes.findIndex((one) => one.node === node), fromUs, untilUs };
}

function keyOf(place: Place): string {
  return place.kind === 'event' ? String(place.event.seq) : `${place.node} ${place.fromUs}`;
}

/** Where a place lies in the box as it is scrolled now. */
function pointOf(
  scene: Scene,
  at: Place,
  box: HTMLElement | null,
): { readonly x: number; readonly y: number } {
  const { layout, model } = scene;
  const node = at.kind === 'event' ? at.event.node : at.node;
  const us = at.kind === 'event' ? at.event.atUs : (at.untilUs ?? at.fromUs);
  const lane = model.lanes.findIndex((one) => one.node === node);
  const [x, y] = place(layout, alongOf(layout, us), layout.laneAt[lane] ?? layout.gutter);
  const isDown = layout.orientation === 'down';
  return {
    x: x - (box?.scrollLeft ?? 0) + (isDown ? 0 : HEAD.across),
    y: y - (box?.scrollTop ?? 0) + (isDown ? HEAD.down : 0),
  };
}

function laneStyle(at: number, spacing: number, isDown: boolean): CSSProperties {
  return isDown ? { left: at - spacing / 2, width: spacing } : { top: at - 20 };
}

/** What of the picture lies to the right of its frame, in words: names of nodes, or that it goes on. */
function useBeyond(scroller: RefObject<HTMLElement | null>, { layout, model }: Scene): string {
  const [edge, setEdge] = useState(Infinity);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const look = (): void => setEdge(element.scrollLeft + element.clientWidth);
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [scroller]);
  if (layout.orientation === 'across') return layout.length + HEAD.across > edge + 8 ? 'later' : '';
  return model.lanes
    .filter((_, lane) => (layout.laneAt[lane] ?? 0) > edge - 8)
    .map(({ title }) => title)
    .join(', ');
}

/** Keeps the instant at a place along time, else that in the middle, where it is while the zoom changes. */
function useAnchor(scroller: RefObject<HTMLElement | null>, { layout }: Scene): (along: number) => void {
  const anchor = useRef<{ us: number; offset: number }>(undefined);
  const start = useCallback(
    () => (layout.orientation === 'down' ? scroller.current?.scrollTop : scroller.current?.scrollLeft) ?? 0,
    [scroller, layout],
  );
  const before = useRef(layout);
  useLayoutEffect(() => {
    const element = scroller.current;
    const last = before.current;
    before.current = layout;
    if (element === null || last === layout || last.orientation !== layout.orientation) return;
    const isDown = layout.orientation === 'down';
    // Nobody pointed at a place: the middle stays.
    const middle = (isDown ? element.clientHeight : element.clientWidth) / 2;
    const start = isDown ? element.scrollTop : element.scrollLeft;
    const kept = anchor.current ?? { us: instantAt(last, start + middle), offset: middle };
    anchor.current = undefined;
    const at = alongOf(layout, kept.us) - kept.offset;
    if (isDown) element.scrollTop = at;
    else element.scrollLeft = at;
  }, [scroller, layout]);
  return useCallback(
    (along: number) => {
      anchor.current = { us: instantAt(layout, along), offset: along - start() };
    },
    [layout, start],
  );
}

/**
 * Zooms about a place. While the picture is still behind what was asked for, further factors gather until it is there:
 * so it follows on a slow machine too, where a new wish in every frame would leave it no time to be drawn.
 */
function useZoomAt(
  scroller: RefObject<HTMLElement | null>,
  isDown: boolean,
  isBehind: boolean,
  anchor: (along: number) => void,
  zoomBy: (factor: number) => void,
): (factor: number, along: number) => void {
  const gathered = useRef<{ readonly factor: number; readonly offset: number }>(undefined);
  const waits = useRef(false);
  const start = useCallback(
    () => (isDown ? scroller.current?.scrollTop : scroller.current?.scrollLeft) ?? 0,
    [scroller, isDown],
  );
  const zoomAt = useCallback(
    (factor: number, along: number) => {
      if (waits.current) {
        gathered.current = { factor: factor * (gathered.current?.factor ?? 1), offset: along - start() };
        return;
      }
      anchor(along);
      zoomBy(factor);
    },
    [start, anchor, zoomBy],
  );
  useLayoutEffect(() => {
    waits.current = isBehind;
    const { current: more } = gathered;
    if (isBehind || more === undefined) return;
    gathered.current = undefined;
    zoomAt(more.factor, start() + more.offset);
  }, [isBehind, zoomAt, start]);
  return zoomAt;
}

/** Ctrl and the wheel (and a touchpad's pinch, which says the same) zoom about the pointer. */
function useWheelZoom(
  scroller: RefObject<HTMLElement | null>,
  canvas: RefObject<HTMLElement | null>,
  isDown: boolean,
  zoomAt: (factor: number, along: number) => void,
): void {
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const onWheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = canvas.current?.getBoundingClientRect();
      const along = isDown ? event.clientY - (box?.top ?? 0) : event.clientX - (box?.left ?? 0);
      zoomAt(Math.exp(-event.deltaY / 240), along);
    };
    // React's own listener is passive and could not keep the page from zooming.
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [scroller, canvas, isDown, zoomAt]);
}

/** Scrolls the box, never the page, until the chosen event is seen. */
function useKeepInSight(scroller: RefObject<HTMLElement | null>, scene: Scene, chosen: number): void {
  const seen = useRef(-1);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || chosen < 0 || seen.current === chosen) return;
    seen.current = chosen;
    const along = alongOfEvent(scene, chosen);
    const isDown = scene.layout.orientation === 'down';
    const start = isDown ? element.scrollTop : element.scrollLeft;
    const size = (isDown ? element.clientHeight : element.clientWidth) - HEAD[scene.layout.orientation];
    const margin = Math.min(110, size / 4);
    const wanted =
      along < start + margin ? along - margin : along > start + size - margin ? along - size + margin : start;
    if (isDown) element.scrollTop = wanted;
    else element.scrollLeft = wanted;
  }, [scroller, scene, chosen]);
}
