import clsx from 'clsx';
import {
  useCallback,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import { coneOf, createCausality } from '../../diagram/causality.ts';
import { tellFold } from '../../diagram/fold.ts';
import { differenceOf } from '../../diagram/difference.ts';
import { layOut, zoomToFit, type Orientation } from '../../diagram/layout.ts';
import { buildModel, FIRST_FILTER } from '../../diagram/model.ts';
import { counted, instant } from '../../diagram/quantity.ts';
import type { RecordedRun } from '../../diagram/recorded-run.ts';
import { createScene } from '../../diagram/scene.ts';
import { tellEvent } from '../../diagram/words.ts';
import type { TraceEvent } from '../../sim/trace.ts';
import type { Actions, Place } from './actions.ts';
import Detail from './Detail.tsx';
import Disclosure from './Disclosure.tsx';
import EventTable from './EventTable.tsx';
import { save } from './exports.ts';
import { handleKey } from './keys.ts';
import Legend from './Legend.tsx';
import NodeStates from './NodeStates.tsx';
import Options from './Options.tsx';
import type { Pin } from './Overlay.tsx';
import Picture, { type OpenMenu } from './Picture.tsx';
import styles from './styles.module.css';
import Toolbar from './Toolbar.tsx';
import { usePlay } from './usePlay.ts';
import { useSelection, type Selection } from './useSelection.ts';
import { useSize } from './useSize.ts';
import { useView, type View } from './useView.ts';

export { useSelection, useView, type Actions, type Pin, type Place, type Selection, type View };
export type { Action } from './actions.ts';

interface Props {
  readonly run: RecordedRun;
  /** Names the picture. */
  readonly label: string;
  /** Better words for some events, by `seq`. */
  readonly words?: ReadonlyMap<number, string>;
  /** Shared with what stands beside it; default: its own. */
  readonly selection?: Selection;
  /** Goes to a line of the learner's program. */
  readonly onLine?: (line: number) => void;
  readonly orientation?: Orientation;
  readonly className?: string;
  /** A run of the same nodes that is seen beside this one: lanes and time scale are those of both. */
  readonly beside?: RecordedRun;
  /** Another run of the same nodes, dimmed behind this one, which is pinned where it parts from it. */
  readonly behind?: RecordedRun | undefined;
  /** Shared with the picture beside; default: its own. */
  readonly view?: View;
  readonly pins?: readonly Pin[];
  /** What can be done at an event or on a lane; Enter, or a click, then opens a menu of it. */
  readonly actions?: Actions;
}

/** Before the room is known, as on the server. */
const ROOM = 640;
const LANE = 84;
/** A picture that is at least so high is easy to read. */
const ROOMY = 440;

/** The space-time diagram of a run: lanes, messages and faults along true time, one moment of it, and a table. */
export default function SpaceTime(props: Props): ReactNode {
  const { run, label, words, onLine, actions, behind } = props;
  const beside = props.beside ?? behind;
  const parting = useParting(run, behind);
  const pins = props.pins ?? parting;
  const own = useSelection();
  const selection = props.selection ?? own;
  const { chosen, choose } = selection;
  const ownView = useView(props.orientation);
  const view = props.view ?? ownView;
  const { filter, orientation } = view;
  const first = useMemo(() => firstZoom(run, beside), [run, beside]);
  // While the reader zooms, frames come first: what is drawn follows as fast as it can.
  const zoom = useDeferredValue(view.zoom) ?? first;
  const scroller = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(scroller);

  const model = useMemo(() => buildModel(run, filter, beside), [run, filter, beside]);
  const lanes = model.lanes.length;
  const room = orientation === 'across' ? 30 + LANE * lanes : width > 0 ? width : ROOM;
  const scene = useMemo(
    () => createScene(model, { orientation, zoom, room }),
    [model, orientation, zoom, room],
  );
  const sceneBehind = useMemo(
    () => behind && createScene(buildModel(behind, filter, run), { orientation, zoom, room }),
    [behind, filter, run, orientation, zoom, room],
  );
  const causality = useMemo(() => createCausality(run.events), [run]);
  const cone = useMemo(() => {
    const proof =
      run.violation.includes(chosen) && chosen === Math.max(...run.violation) ? run.violation : [];
    // What the world itself does has no place among causes.
    const isWorld = run.events[chosen]?.node === '' && proof.length < 2;
    return chosen < 0 || isWorld ? undefined : coneOf(causality, chosen, proof);
  }, [run, causality, chosen]);
  const tell = useCallback(
    (event: TraceEvent) => {
      const fold = model.folds.get(event.seq);
      const told =
        fold === undefined
          ? (words?.get(event.seq) ?? tellEvent(event, model.fates.get(event.seq)))
          : tellFold(fold);
      const pin = pins.find(({ seq }) => seq === event.seq);
      return pin === undefined ? told : `${told} (${pin.words})`;
    },
    [words, model, pins],
  );

  const { events } = model;
  const index = useMemo(() => lastShown(events, chosen), [events, chosen]);
  const event = run.events[chosen];
  // What is chosen here is seen, with its sentence.
  const together = useRef<HTMLDivElement>(null);
  const steps = useRef(false);
  const show = useCallback(
    (seq: number) => {
      steps.current = true;
      choose(seq);
    },
    [choose],
  );
  useEffect(() => {
    // Once its sentence is there: that may have grown.
    if (steps.current) together.current?.scrollIntoView({ block: 'nearest' });
    steps.current = false;
  }, [chosen]);
  const step = useCallback(
    (by: number) => {
      const next = events[Math.max(0, Math.min(events.length - 1, index + by))];
      if (next !== undefined) show(next.seq);
    },
    [events, index, show],
  );
  const { playing, play, stop } = usePlay(index < events.length - 1, step);
  const onStep = (by: number): void => {
    stop();
    step(by);
  };
  const { zoomBy: zoomView } = view;
  const zoomBy = useCallback((factor: number) => zoomView(factor, first), [zoomView, first]);
  const fit = (): void => {
    const size = orientation === 'down' ? height - 38 : width - 94;
    if (size > 0) zoomBy(zoomToFit(model, orientation, size) / scene.layout.zoom);
  };
  const spoken =
    event === undefined
      ? `${counted(events.length, 'event')} on ${counted(lanes, 'node')}`
      : `Event ${index + 1} of ${events.length}, ${instant(event.atUs)}${event.node === '' ? '' : `, ${event.node}`}: ${tell(event)}`;
  const { menu, open } = useMenu(actions, run, scroller, (place) =>
    place.kind === 'event'
      ? tell(place.event)
      : `${place.node}, ${place.untilUs === undefined ? instant(place.fromUs) : `from ${instant(place.fromUs)} to ${instant(place.untilUs)}`}`,
  );
  const openHere = open && event && (() => open({ kind: 'event', event }));
  const onKeyDown = (key: KeyboardEvent): void =>
    handleKey(key, scene, chosen, {
      step: onStep,
      goTo: show,
      toEnd: (end) => onStep(end === 'first' ? -Infinity : Infinity),
      enter: () => {
        if (actions !== undefined) openHere?.();
        else if (event !== undefined && event.line > 0) onLine?.(event.line);
      },
      clear: () => choose(-1),
      zoom: zoomBy,
      fit,
      play,
    });

  return (
    <figure className={clsx(styles.figure, props.className)} data-diagram="" aria-label={label}>
      <div ref={together} className={styles.together}>
        <Toolbar
          position={chosen < 0 ? 0 : index + 1}
          count={events.length}
          words={spoken}
          playing={playing}
          onStep={onStep}
          onPosition={(position) => show(position === 0 ? -1 : (events[position - 1]?.seq ?? -1))}
          onPlay={play}
          onZoom={zoomBy}
          onFit={fit}
        />
        <Detail
          event={event}
          words={event === undefined ? '' : tell(event)}
          cone={cone}
          isViolation={model.violation?.seq === chosen}
          onLine={onLine}
          menu={openHere && actions && { title: actions.title, open: openHere }}
          onClear={() => choose(-1)}
        />
        <Picture
          scene={scene}
          behind={sceneBehind}
          selection={selection}
          cone={cone}
          label={label}
          position={chosen < 0 ? 0 : index + 1}
          words={spoken}
          scroller={scroller}
          onKeyDown={onKeyDown}
          zoomBy={zoomBy}
          view={view}
          pins={pins}
          onPlace={open}
          menu={menu}
        />
      </div>
      <Legend scene={scene} />
      <Spoken words={spoken} quiet={playing} />
      <Disclosure summary="State of each node">{() => <NodeStates model={model} seq={chosen} />}</Disclosure>
      <Disclosure summary="All events as a table">
        {() => (
          <EventTable
            events={events}
            tell={tell}
            selection={selection}
            cone={cone}
            violation={model.violation?.seq ?? -1}
            label={`Events: ${label}`}
            onKeyDown={onKeyDown}
          />
        )}
      </Disclosure>
      <Disclosure summary="View and export">
        {() => (
          <Options
            run={run}
            beside={beside}
            filter={filter}
            onFilter={view.setFilter}
            orientation={orientation}
            onOrientation={view.setOrientation}
            onExport={(format) => save(format, scene, label, events.map(tell).slice(0, 60).join(' '))}
          />
        )}
      </Disclosure>
    </figure>
  );
}

/** Where a run parts from the one behind it. */
function useParting(run: RecordedRun, behind: RecordedRun | undefined): readonly Pin[] {
  return useMemo(() => {
    const seq = behind === undefined ? -1 : differenceOf(run, behind).one;
    return seq < 0 ? [] : [{ seq, words: 'the runs part here' }];
  }, [run, behind]);
}

/** The menu of what can be done at a place of this run; `open` is absent where nothing can. */
function useMenu(
  actions: Actions | undefined,
  run: RecordedRun,
  scroller: RefObject<HTMLElement | null>,
  tellPlace: (place: Place) => string,
): { readonly menu: OpenMenu | undefined; readonly open: ((place: Place) => void) | undefined } {
  const [at, setAt] = useState<{ readonly place: Place; readonly run: RecordedRun }>();
  const before = useRef<Element>(null);
  const open = (place: Place): void => {
    before.current = document.activeElement;
    setAt({ place, run });
  };
  const close = (back: boolean): void => {
    setAt(undefined);
    const { current } = before;
    if (back)
      (current instanceof HTMLElement && current !== document.body ? current : scroller.current)?.focus();
  };
  const { place } = at?.run === run ? at : {};
  const offered = place === undefined ? [] : (actions?.at(place) ?? []);
  return {
    open: actions === undefined ? undefined : open,
    menu:
      actions === undefined || place === undefined || offered.length === 0
        ? undefined
        : { title: actions.title, where: tellPlace(place), place, actions: offered, close },
  };
}

/** A short run gets the room that is there; a long one is read at its usual size. */
function firstZoom(run: RecordedRun, beside: RecordedRun | undefined): number {
  const { length } = layOut(buildModel(run, FIRST_FILTER, beside), {
    orientation: 'down',
    zoom: 1,
    room: ROOM,
  });
  return Math.max(1, Math.min(2.2, ROOMY / length));
}

/** Position of the last shown event that is not after `seq`; -1 when nothing is chosen. */
function lastShown(events: readonly TraceEvent[], seq: number): number {
  if (seq < 0) return -1;
  let found = -1;
  for (const [index, event] of events.entries()) {
    if (event.seq > seq) break;
    found = index;
  }
  return found;
}

/** For screen readers: the chosen event, when it was chosen elsewhere than on the picture, which says it itself. */
function Spoken({ words, quiet }: { readonly words: string; readonly quiet: boolean }): ReactNode {
  const ref = useRef<HTMLParagraphElement>(null);
  const [said, setSaid] = useState('');
  useEffect(() => {
    const focused = document.activeElement;
    const speaksItself = focused?.closest('[role="slider"], [role="grid"], input[type="range"]') !== null;
    setSaid(quiet || speaksItself ? '' : words);
  }, [words, quiet]);
  return (
    <p ref={ref} className={styles.unseen} aria-live="polite">
      {said}
    </p>
  );
}
