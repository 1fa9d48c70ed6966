import { useRef, type PointerEvent, type RefObject } from 'react';
import { instantAt } from '../../diagram/layout.ts';
import { eventNear, type Scene } from '../../diagram/scene.ts';

/** Farther than this many px is a drag, not a click. */
const DRAG = 4;
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
}

interface Drag {
  readonly x: number;
  readonly y: number;
  readonly left: number;
  readonly top: number;
  readonly kind: 'pan' | 'scrub';
  moved: boolean;
}

/**
 * Clicks choose the event nearby; a drag pans, on the time axis it goes through time; two fingers zoom. Touch pans by
 * the browser's own scrolling.
 */
export function usePointer({ scroller, canvas, scene, choose, point, zoomBy }: Options): Handlers {
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
      const kind = placeOf(event).across < scene.layout.gutter - 8 ? 'scrub' : 'pan';
      const { scrollLeft: left, scrollTop: top } = element;
      drag.current = { x: event.clientX, y: event.clientY, left, top, kind, moved: false };
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
      else if (event.pointerType === 'mouse' && scroller.current !== null) {
        scroller.current.scrollLeft = held.left - dx;
        scroller.current.scrollTop = held.top - dy;
      }
    },
    onPointerUp(event) {
      fingers.current.delete(event.pointerId);
      const { current: held } = drag;
      drag.current = undefined;
      if (held === undefined || held.moved) return;
      if (held.kind === 'scrub') scrub(event);
      else choose(near(event));
    },
    onPointerCancel(event) {
      fingers.current.delete(event.pointerId);
      drag.current = undefined;
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
