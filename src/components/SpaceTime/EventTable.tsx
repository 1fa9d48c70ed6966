import { useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Cone } from '../../diagram/causality.ts';
import { instant } from '../../diagram/quantity.ts';
import type { TraceEvent } from '../../sim/trace.ts';
import styles from './styles.module.css';
import type { Selection } from './useSelection.ts';
import { useSize } from './useSize.ts';

interface Props {
  readonly events: readonly TraceEvent[];
  readonly tell: (event: TraceEvent) => string;
  readonly selection: Selection;
  readonly cone: Cone | undefined;
  readonly violation: number;
  readonly label: string;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** Height of a row; rows are equal, so that only those in sight need to exist. */
const ROW = 30;
const MORE = 8;

/** The same events as rows, in step with the picture. One tab stop; the arrow keys go from row to row. */
export default function EventTable(props: Props): ReactNode {
  const { events, tell, selection, cone, violation, label, onKeyDown } = props;
  const { chosen, choose, point } = selection;
  const scroller = useRef<HTMLDivElement>(null);
  const { height } = useSize(scroller);
  const [top, setTop] = useState(0);
  const at = Math.max(
    0,
    events.findIndex(({ seq }) => seq === chosen),
  );
  const first = Math.max(0, Math.floor(top / ROW) - MORE);
  const last = Math.min(events.length, Math.ceil((top + Math.max(height, 300)) / ROW) + MORE);
  const rows = events.slice(first, last).map((event, index) => ({ event, index: first + index }));
  const tabStop = at >= first && at < last ? at : first;
  const move = useRef(false);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || chosen < 0) return;
    const start = at * ROW;
    const room = element.clientHeight - ROW;
    if (start < element.scrollTop) element.scrollTop = start;
    else if (start + ROW > element.scrollTop + room) element.scrollTop = start + ROW - room;
    setTop(element.scrollTop);
  }, [at, chosen, height]);
  useLayoutEffect(() => {
    if (!move.current) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-seq="${chosen}"]`);
    if (row === null || row === undefined) return;
    move.current = false;
    row.focus({ preventScroll: true });
  });

  const onKey = (event: KeyboardEvent, from: number): void => {
    const by = STEPS[event.key];
    if (by === undefined) {
      if (event.key === ' ') event.preventDefault();
      const here = events[from];
      if ((event.key === 'Enter' || event.key === ' ') && here !== undefined && here.seq !== chosen)
        choose(here.seq);
      else if (event.key !== ' ') onKeyDown(event);
      return;
    }
    event.preventDefault();
    const next = events[Math.max(0, Math.min(events.length - 1, from + by))];
    if (next === undefined) return;
    move.current = true;
    choose(next.seq);
  };

  return (
    <div
      ref={scroller}
      className={styles.table}
      role="grid"
      tabIndex={-1}
      aria-label={label}
      aria-rowcount={events.length + 1}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      onPointerLeave={() => point(-1)}
    >
      <div className={styles.headRow} role="row" aria-rowindex={1}>
        <span role="columnheader">Time</span>
        <span role="columnheader">Node</span>
        <span role="columnheader">What</span>
        <span role="columnheader">Line</span>
      </div>
      <div className={styles.rows} role="rowgroup" style={{ height: events.length * ROW }}>
        {rows.map(({ event, index }) => (
          <div
            key={event.seq}
            role="row"
            className={styles.row}
            style={{ top: index * ROW }}
            data-seq={event.seq}
            data-index={index}
            data-lit={cone === undefined || cone.marks[event.seq] !== 0}
            data-violation={event.seq === violation}
            aria-rowindex={index + 2}
            aria-selected={event.seq === chosen}
            tabIndex={index === tabStop ? 0 : -1}
            onClick={() => choose(event.seq)}
            onKeyDown={(key) => onKey(key, index)}
            onPointerEnter={() => point(event.seq)}
          >
            <span role="gridcell" className={styles.time}>
              {instant(event.atUs)}
            </span>
            <span role="gridcell" className={styles.node}>
              {event.node}
            </span>
            <span role="gridcell" className={styles.told} title={tell(event)}>
              {event.seq === violation ? <span className={styles.unseen}>Violation: </span> : null}
              {tell(event)}
            </span>
            <span role="gridcell" className={styles.lineNumber}>
              {event.line > 0 ? event.line : ''}
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: -Infinity,
  End: Infinity,
};
