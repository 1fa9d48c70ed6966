import type { KeyboardEvent } from 'react';
import type { Orientation } from '../../diagram/layout.ts';
import type { Scene } from '../../diagram/scene.ts';

/** What keys do in the picture. */
export interface KeyActions {
  step(by: number): void;
  goTo(seq: number): void;
  toEnd(end: 'first' | 'last'): void;
  /** Enter. */
  enter(): void;
  clear(): void;
  zoom(factor: number): void;
  fit(): void;
  play(): void;
}

/** Handles a key; unknown ones go on to the page. */
export function handleKey(event: KeyboardEvent, scene: Scene, chosen: number, actions: KeyActions): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const action = actionOf(event.key, scene, chosen, actions);
  if (action === undefined) return;
  event.preventDefault();
  action();
}

function actionOf(key: string, scene: Scene, chosen: number, actions: KeyActions): (() => void) | undefined {
  const step = STEPS[scene.layout.orientation][key];
  if (step !== undefined) return () => actions.step(step);
  const lane = LANES[scene.layout.orientation][key];
  if (lane !== undefined) return () => actions.goTo(onOtherLane(scene, chosen, lane));
  switch (key) {
    case 'PageDown':
      return () => actions.step(10);
    case 'PageUp':
      return () => actions.step(-10);
    case 'Home':
      return () => actions.toEnd('first');
    case 'End':
      return () => actions.toEnd('last');
    case 'Enter':
      return () => actions.enter();
    case 'Escape':
      return chosen < 0 ? undefined : () => actions.clear();
    case 'm':
    case 'M':
      return () => actions.goTo(otherEnd(scene, chosen));
    case '+':
    case '=':
      return () => actions.zoom(1.4);
    case '-':
      return () => actions.zoom(1 / 1.4);
    case '0':
      return () => actions.fit();
    case ' ':
      return () => actions.play();
    default:
      return undefined;
  }
}

type Steps = Readonly<Record<Orientation, Readonly<Record<string, number>>>>;
const STEPS: Steps = { down: { ArrowDown: 1, ArrowUp: -1 }, across: { ArrowRight: 1, ArrowLeft: -1 } };
const LANES: Steps = { down: { ArrowRight: 1, ArrowLeft: -1 }, across: { ArrowDown: 1, ArrowUp: -1 } };

/** The event nearest in time on the next lane that way. */
function onOtherLane({ model }: Scene, chosen: number, by: number): number {
  const current = model.marks.find(({ seq }) => seq === chosen);
  if (current === undefined) return model.events[0]?.seq ?? -1;
  for (let lane = current.lane + by; lane >= 0 && lane < model.lanes.length; lane += by) {
    let best: { seq: number; far: number } = { seq: -1, far: Infinity };
    for (const mark of model.marks) {
      const far = Math.abs(mark.atUs - current.atUs);
      if (mark.lane === lane && far < best.far) best = { seq: mark.seq, far };
    }
    if (best.seq >= 0) return best.seq;
  }
  return chosen;
}

/** Where the chosen message came from, or where it went. */
function otherEnd({ model }: Scene, chosen: number): number {
  const arrow = model.arrows.find(({ seq, fate }) => seq === chosen || fate.sentSeq === chosen);
  if (arrow === undefined) return chosen;
  return arrow.fate.sentSeq === chosen ? arrow.seq : arrow.fate.sentSeq;
}
