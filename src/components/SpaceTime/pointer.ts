import { useRef, type PointerEvent, type RefObject } from 'react';
import { instantAt } from '../../diagram/layout.ts';
import { eventNear, type Scene } from '../../diagram/scene.ts';

/** Farther than this many px is a drag, not a click. */
const DRAG = 4;
/** So near to a lane is on it. */
const ON_LANE = 12;
/** Fingers are wider than arrows. */
const REACH = { mouse: 14, touch: 24 } as const;

interface Handlers {
  onPointerDown(event: PointerEvent<HTMLElement>): void;
  onPointerMove(event: PointerEvent<HTMLElement>): void;
  onPointerUp(event: PointerEvent<HTMLElement>): void;
  onPointerCancel(event: PointerEvent<HTMLElement>): void;
  onPointerLeave(): void;
}

interface Options {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly canvas: RefObject<HTMLElement | null>;
  readonly scene: Scene;
  readonly choose: (seq: number) => void;
  readonly point: (seq: number) => void;
  /** Two fingers moved apart by this factor, about a place along time. */
  readonly zoomBy: (factor: number, along: number) => void;
  /** What a click on an event does besides. */
  readonly onEvent?: ((seq: number) => void) | undefined;
  /** What a click on a lane does where no event is near, or a drag along it. Without it such a drag pans. */
  readonly onLane?: ((span: LaneSpan) => void) | undefined;
  /** The drag along a lane so far. */
  readonly onSpan: (span: LaneSpan | undefined) => void;
}

/** An instant on a lane, or a span. */
export interface LaneSpan {
  readonly lane: number;
  readonly fromUs: number;
  readonly untilUs?: number;
}

interface Drag {
  readonly x: number;
  readonly y: number;
  readonly left: number;
  readonly top: number;
  readonly kind: 'pan' | 'scrub' | 'span';
  /** Along, where it began. */
  readonly along: number;
  /** The lane that it began on, or -1. */
  readonly lane: number;
  moved: boolean;
}

/**
 * Clicks choose the event nearby; a drag pans, on the time axis it goes through time; two fingers zoom. Touch pans by
 * the browser's own scrolling. Where something can be done on lanes, a mouse's drag along one gives a span.
 */
export function usePointer(options: Options): Handlers {
  const { scroller, canvas, scene, choose, point, zoomBy, onEvent, onLane, onSpan } = options;
  const drag = useRef<Drag>(undefined);
  const fingers = useRef(new Map<number, { x: number; y: number }>());

  const placeOf = (event: PointerEvent<HTMLElement>): { along: number; across: number } => {
    const box = canvas.current?.getBoundingClientRect();
    const [x, y] = [event.clientX - (box?.left ?? 0), event.clientY - (box?.top ?? 0)];
    return scene.layout.orientation === 'down' ? { along: y, across: x } : { along: x, across: y };
  };
  const near = (event: PointerEvent<HTMLElement>): number => {
    const { along, across } = placeOf(event);
    return eventNear(scene, along, across, event.pointerType === 'mouse' ? REACH.mouse : REACH.touch) ?? -1;
  };
  const laneAt = (across: number): number =>
    onLane === undefined ? -1 : scene.layout.laneAt.findIndex((at) => Math.abs(at - across) <= ON_LANE);
  const spanOf = ({ lane, along }: Drag, event: PointerEvent<HTMLElement>): LaneSpan => {
    const us = [along, placeOf(event).along].map((at) => instantAt(scene.layout, at)).sort((a, b) => a - b);
    return { lane, fromUs: us[0] ?? 0, untilUs: us[1] ?? 0 };
  };
  const scrub = (event: PointerEvent<HTMLElement>): void => {
    const us = instantAt(scene.layout, placeOf(event).along);
    choose(lastAt(scene, us));
  };

  return {
    onPointerDown(event) {
      if (event.button !== 0) return;
      fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
      const { current: element } = scroller;
      if (element === null || fingers.current.size > 1) {
        drag.current = undefined;
        return;
      }
      const { along, across } = placeOf(event);
      const lane = laneAt(across);
      const isMouse = event.pointerType === 'mouse';
      const kind = across < scene.layout.gutter - 8 ? 'scrub' : lane >= 0 && isMouse ? 'span' : 'pan';
      const { scrollLeft: left, scrollTop: top } = element;
      drag.current = { x: event.clientX, y: event.clientY, left, top, kind, along, lane, moved: false };
    },
    onPointerMove(event) {
      const finger = fingers.current.get(event.pointerId);
      if (finger !== undefined && fingers.current.size === 2) {
        const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1] ?? finger;
        const before = Math.hypot(finger.x - other.x, finger.y - other.y);
        const now = Math.hypot(event.clientX - other.x, event.clientY - other.y);
        fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
        if (before > 0) zoomBy(now / before, placeOf(event).along);
        return;
      }
      const { current: held } = drag;
      if (held === undefined) {
        if (event.pointerType === 'mouse') point(near(event));
        return;
      }
      const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
      if (!held.moved && Math.hypot(dx, dy) <= DRAG) return;
      if (!held.moved && event.pointerType === 'mouse')
        event.currentTarget.setPointerCapture(event.pointerId);
      held.moved = true;
      if (held.kind === 'scrub') scrub(event);
      else if (held.kind === 'span') onSpan(spanOf(held, event));
      else if (event.pointerType === 'mouse' && scroller.current !== null) {
        scroller.current.scrollLeft = held.left - dx;
        scroller.current.scrollTop = held.top - dy;
      }
    },
    onPointerUp(event) {
      fingers.current.delete(event.pointerId);
      const { current: held } = drag;
      drag.current = undefined;
      if (held === undefined) return;
      if (held.moved) {
        if (held.kind !== 'span') return;
        onSpan(undefined);
        onLane?.(spanOf(held, event));
      } else if (held.kind === 'scrub') scrub(event);
      else {
        const seq = near(event);
        choose(seq);
        if (seq >= 0) onEvent?.(seq);
        else if (held.lane >= 0)
          onLane?.({ lane: held.lane, fromUs: instantAt(scene.layout, placeOf(event).along) });
      }
    },
    onPointerCancel(event) {
      fingers.current.delete(event.pointerId);
      drag.current = undefined;
      onSpan(undefined);
    },
    onPointerLeave() {
      point(-1);
    },
  };
}

/** The last event that is shown up to an instant, else the first. */
export function lastAt({ model }: Scene, us: number): number {
  let found = model.events[0]?.seq ?? -1;
  for (const event of model.events) {
    if (event.atUs > us) break;
    found = event.seq;
  }
  return found;
}
