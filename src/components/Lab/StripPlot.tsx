import { useRef, type ReactNode } from 'react';
import type { RecordedRun } from '../../diagram/recorded-run.ts';
import type { Strip, StripLines } from '../../labs/pictures.ts';
import type { Selection } from '../SpaceTime/useSelection.ts';
import LineKey from './LineKey.tsx';
import Numbers from './Numbers.tsx';
import Plot, { type PlotScale } from './Plot.tsx';
import styles from './Plot.module.css';
import { tableOfStrip, tellStrip } from './points.ts';

interface Props {
  readonly strip: Strip;
  readonly read: StripLines;
  readonly run: RecordedRun;
  /** The former run's, dimmed. */
  readonly former: StripLines | undefined;
  readonly selection: Selection;
}

const HEIGHT = 190;

/** A quantity over the run's true time, with the moment that the diagram shows; a click goes to another. */
export default function StripPlot({ strip, read, run, former, selection }: Props): ReactNode {
  const { lines, unit, log } = strip;
  const values = lines.flatMap(({ id }) =>
    [...(read[id] ?? []), ...(former?.[id] ?? [])].map(([, value]) => value),
  );
  const lastUs = Math.max(...lines.flatMap(({ id }) => (read[id] ?? []).map(([us]) => us)), run.endUs);
  const positive = values.filter((value) => value > 0);
  const words = tellStrip(strip, read);
  return (
    <figure className={styles.plot}>
      {lines.length > 1 ? <LineKey lines={lines} hasDots={false} /> : null}
      <Plot
        words={words}
        height={HEIGHT}
        along={{ from: 0, to: lastUs / 1e6, label: 'True time, s' }}
        up={{
          from: log === true ? Math.min(...positive, 1e9) / 1.2 : Math.min(0, ...values),
          to: Math.max(...values, log === true ? 1 : 0) || 1,
          log,
          label: unit === '' ? strip.up : `${strip.up}, ${unit}`,
        }}
      >
        {(scale) => (
          <Inside
            lines={lines}
            read={read}
            run={run}
            former={former}
            selection={selection}
            scale={scale}
            lastUs={lastUs}
          />
        )}
      </Plot>
      <figcaption>{words}</figcaption>
      <Numbers of={strip.title} table={tableOfStrip(strip, read, lastUs)} />
    </figure>
  );
}

interface InsideProps extends Omit<Props, 'strip'> {
  readonly lines: Strip['lines'];
  readonly scale: PlotScale;
  readonly lastUs: number;
}

function Inside({ lines, read, run, former, selection, scale, lastUs }: InsideProps): ReactNode {
  const area = useRef<SVGRectElement>(null);
  const { x, y, atX, left, right, top, bottom } = scale;
  const chosen = run.events[selection.chosen];
  const path = (samples: StripLines[string] = []): string => {
    let d = '';
    for (const [us, value] of samples)
      d +=
        d === '' ? `M${round(x(us / 1e6))} ${round(y(value))}` : `H${round(x(us / 1e6))}V${round(y(value))}`;
    return d === '' ? d : `${d}H${round(x(lastUs / 1e6))}`;
  };
  return (
    <>
      {lines.map(({ id }, index) => (
        <g key={id} className={styles.line} data-index={index}>
          {former === undefined ? null : <path className={styles.former} d={path(former[id])} />}
          <path d={path(read[id])} />
        </g>
      ))}
      {chosen === undefined ? null : (
        <line
          className={styles.moment}
          x1={x(chosen.atUs / 1e6)}
          x2={x(chosen.atUs / 1e6)}
          y1={top}
          y2={bottom}
        />
      )}
      <rect
        ref={area}
        className={styles.area}
        x={left}
        y={top}
        width={right - left}
        height={bottom - top}
        onClick={(event) => {
          const box = area.current?.getBoundingClientRect();
          const us = atX(left + event.clientX - (box?.left ?? 0)) * 1e6;
          const after = run.events.findIndex(({ atUs }) => atUs > us);
          selection.choose((after < 0 ? run.events.length : after) - 1);
        }}
      />
    </>
  );
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
