import clsx from 'clsx';
import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { coneOf, createCausality } from '../../diagram/causality.ts';
import { layOut, type Orientation } from '../../diagram/layout.ts';
import { buildModel, FIRST_FILTER, type Filter } from '../../diagram/model.ts';
import { counted, instant } from '../../diagram/quantity.ts';
import type { RecordedRun } from '../../diagram/recorded-run.ts';
import { createScene } from '../../diagram/scene.ts';
import { tellEvent } from '../../diagram/words.ts';
import type { TraceEvent } from '../../sim/trace.ts';
import Detail from './Detail.tsx';
import Disclosure from './Disclosure.tsx';
import EventTable from './EventTable.tsx';
import { save } from './exports.ts';
import { handleKey } from './keys.ts';
import Legend from './Legend.tsx';
import NodeStates from './NodeStates.tsx';
import Options from './Options.tsx';
import Picture from './Picture.tsx';
import styles from './styles.module.css';
import Toolbar from './Toolbar.tsx';
import { usePlay } from './usePlay.ts';
import { useSelection, type Selection } from './useSelection.ts';
import { useSize } from './useSize.ts';

export { useSelection, type Selection };

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
}

const ZOOM = { min: 0.02, max: 40 } as const;
/** Before the room is known, as on the server. */
const ROOM = 640;
const LANE = 84;
/** A picture that is at least so high is easy to read. */
const ROOMY = 440;

/** The space-time diagram of a run: lanes, messages and faults along true time, one moment of it, and a table. */
export default function SpaceTime(props: Props): ReactNode {
  const { run, label, words, onLine } = props;
  const own = useSelection();
  const selection = props.selection ?? own;
  const { chosen, choose } = selection;
  const [filter, setFilter] = useState<Filter>(FIRST_FILTER);
  const [orientation, setOrientation] = useState<Orientation>(props.orientation ?? 'down');
  const [zoom, setZoom] = useState(() => firstZoom(run));
  const scroller = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(scroller);

  const model = useMemo(() => buildModel(run, filter), [run, filter]);
  const lanes = model.lanes.length;
  const room = orientation === 'across' ? 30 + LANE * lanes : width > 0 ? width : ROOM;
  const scene = useMemo(
    () => createScene(model, { orientation, zoom, room }),
    [model, orientation, zoom, room],
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
    (event: TraceEvent) => words?.get(event.seq) ?? tellEvent(event, model.fates.get(event.seq)),
    [words, model],
  );

  const { events } = model;
  const index = useMemo(() => lastShown(events, chosen), [events, chosen]);
  const event = run.events[chosen];
  const step = useCallback(
    (by: number) => {
      const next = events[Math.max(0, Math.min(events.length - 1, index + by))];
      if (next !== undefined) choose(next.seq);
    },
    [events, index, choose],
  );
  const { playing, play, stop } = usePlay(index < events.length - 1, step);
  const onStep = (by: number): void => {
    stop();
    step(by);
  };
  const zoomBy = useCallback(
    (factor: number) => setZoom((now) => Math.max(ZOOM.min, Math.min(ZOOM.max, now * factor))),
    [],
  );
  const fit = (): void => {
    const size = orientation === 'down' ? height - 40 : width - 100;
    if (size > 0) zoomBy(size / scene.layout.length);
  };
  const spoken =
    event === undefined
      ? `${counted(events.length, 'event')} on ${counted(lanes, 'node')}`
      : `Event ${index + 1} of ${events.length}, ${instant(event.atUs)}${event.node === '' ? '' : `, ${event.node}`}: ${tell(event)}`;
  const onKeyDown = (key: KeyboardEvent): void =>
    handleKey(key, scene, chosen, {
      step: onStep,
      goTo: choose,
      toEnd: (end) => onStep(end === 'first' ? -Infinity : Infinity),
      line: () => {
        if (event !== undefined && event.line > 0) onLine?.(event.line);
      },
      clear: () => choose(-1),
      zoom: zoomBy,
      fit,
      play,
    });

  return (
    <figure className={clsx(styles.figure, props.className)} data-diagram="" aria-label={label}>
      <Toolbar
        position={chosen < 0 ? 0 : index + 1}
        count={events.length}
        words={spoken}
        playing={playing}
        onStep={onStep}
        onPosition={(position) => choose(position === 0 ? -1 : (events[position - 1]?.seq ?? -1))}
        onPlay={play}
        onZoom={zoomBy}
        onFit={fit}
      />
      <Picture
        scene={scene}
        selection={selection}
        cone={cone}
        label={label}
        position={chosen < 0 ? 0 : index + 1}
        words={spoken}
        scroller={scroller}
        onKeyDown={onKeyDown}
        zoomBy={zoomBy}
      />
      <Legend scene={scene} />
      <Detail
        event={event}
        words={event === undefined ? '' : tell(event)}
        cone={cone}
        isViolation={model.violation?.seq === chosen}
        onLine={onLine}
        onClear={() => choose(-1)}
      />
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
            filter={filter}
            onFilter={setFilter}
            orientation={orientation}
            onOrientation={setOrientation}
            onExport={(format) => save(format, scene, label, events.map(tell).slice(0, 60).join(' '))}
          />
        )}
      </Disclosure>
    </figure>
  );
}

/** A short run gets the room that is there; a long one is read at its usual size. */
function firstZoom(run: RecordedRun): number {
  const { length } = layOut(buildModel(run), { orientation: 'down', zoom: 1, room: ROOM });
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
