import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { useRef, type ReactNode } from 'react';
import { GLYPHS } from '../../diagram/glyphs.ts';
import type { Sign, SweepPoint, SweepWords } from '../../labs/lab.ts';
import { useSize } from '../SpaceTime/useSize.ts';
import styles from './Plot.module.css';
import { rangeOf, stretchesOf } from './stretches.ts';

interface Props {
  readonly sweep: SweepWords;
  readonly unit: string;
  readonly points: readonly SweepPoint[];
  /** The position whose run is shown. */
  readonly chosen: number;
  readonly onChoose: (x: number) => void;
}

const HEIGHT = 300;
/** About the plot itself, in px: the signs stand above it, the axes left and below. */
const MARGIN = { top: 46, right: 14, bottom: 46, left: 40 };
/** A position's column, its sign included. */
const COLUMN = { y: MARGIN.top - 26, height: HEIGHT - MARGIN.bottom - MARGIN.top + 26 };

/** About 0 0, some 11 px wide. */
const SIGNS: Readonly<Record<Sign, { readonly d: string; readonly solid: boolean }>> = {
  well: { d: 'M-5 0.5L-1.5 4.5L5.5 -4', solid: false },
  waits: GLYPHS.late,
  refused: { d: 'M-5 0A5 5 0 1 0 5 0A5 5 0 1 0 -5 0M-3.5 3.5L3.5 -3.5', solid: false },
  harm: GLYPHS.flag,
};

/** A sweep drawn: a line for each thing that happened, and over each position how its run ended. */
export default function Plot({ sweep, unit, points, chosen, onChoose }: Props): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  const stretches = stretchesOf(points, sweep.ends);
  return (
    <figure className={styles.plot}>
      <ul className={styles.key}>
        {stretches.map((stretch) => (
          <li key={stretch.from} data-sign={stretch.end.sign}>
            <svg viewBox="-8 -8 16 16" aria-hidden="true">
              <SignMark sign={stretch.end.sign} />
            </svg>
            <span>
              <b>{rangeOf(stretch, unit)}</b> {stretch.end.label}
            </span>
          </li>
        ))}
      </ul>
      <ul className={styles.key}>
        {sweep.lines.map(({ id, label }, index) => (
          <li key={id}>
            <svg viewBox="0 0 32 16" className={styles.line} data-index={index} aria-hidden="true">
              <path d="M0 8H32" />
              <circle cx={16} cy={8} r={3} />
            </svg>
            {label}
          </li>
        ))}
      </ul>
      <div ref={box} className={styles.box}>
        {width === 0 ? null : (
          <Picture
            sweep={sweep}
            unit={unit}
            points={points}
            chosen={chosen}
            width={width}
            onChoose={onChoose}
          />
        )}
      </div>
      <figcaption>Choose a position to see its run.</figcaption>
    </figure>
  );
}

function Picture({
  sweep,
  unit,
  points,
  chosen,
  width,
  onChoose,
}: Props & { readonly width: number }): ReactNode {
  const { along, up, lines, ends } = sweep;
  const [first = 0, last = 0] = [points[0]?.x, points.at(-1)?.x];
  const step = points.length > 1 ? (last - first) / (points.length - 1) : 1;
  const seconds = points.flatMap(({ atUs }) => lines.map(({ id }) => (atUs[id] ?? 0) / 1e6));
  const x = scaleLinear()
    .domain([first - step / 2, last + step / 2])
    .range([MARGIN.left, width - MARGIN.right]);
  const y = scaleLinear()
    .domain([0, Math.max(...seconds)])
    .nice(5)
    .range([HEIGHT - MARGIN.bottom, MARGIN.top]);
  const column = x(step) - x(0);
  const stretches = stretchesOf(points, ends);
  const told = stretches.map((stretch) => `${rangeOf(stretch, unit)}: ${stretch.end.label}.`);
  return (
    <svg
      width={width}
      height={HEIGHT}
      role="img"
      aria-label={`Plot. ${along}: ${told.join(' ')} All its numbers are in the table below.`}
    >
      {stretches.map(({ from, to, end }) =>
        end.sign === 'harm' ? (
          <rect
            key={from}
            className={styles.harm}
            x={x(from - step / 2)}
            y={COLUMN.y}
            width={x(to) - x(from) + column}
            height={COLUMN.height}
          />
        ) : null,
      )}
      {y.ticks(5).map((tick) => (
        <g key={tick} className={styles.level} transform={`translate(0 ${y(tick)})`}>
          <line x1={MARGIN.left} x2={width - MARGIN.right} />
          <text x={MARGIN.left - 8} dy="0.32em" textAnchor="end">
            {tick}
          </text>
        </g>
      ))}
      {x.ticks(width < 500 ? 5 : 10).map((tick) => (
        <text
          key={tick}
          className={styles.tick}
          x={x(tick)}
          y={HEIGHT - MARGIN.bottom + 18}
          textAnchor="middle"
        >
          {tick}
        </text>
      ))}
      <text className={styles.axis} x={MARGIN.left - 26} y={12}>
        {up}, s
      </text>
      <text className={styles.axis} x={width - MARGIN.right} y={HEIGHT - 6} textAnchor="end">
        {along}, {unit}
      </text>
      <rect
        className={styles.chosen}
        x={x(chosen) - column / 2}
        y={COLUMN.y}
        width={column}
        height={COLUMN.height}
        rx={3}
      />
      {lines.map(({ id }, index) => {
        const known = points.filter(({ atUs }) => atUs[id] !== undefined);
        const height = ({ atUs }: SweepPoint): number => y((atUs[id] ?? 0) / 1e6);
        return (
          <g key={id} className={styles.line} data-index={index}>
            <path d={line<SweepPoint>((point) => x(point.x), height)(known) ?? undefined} />
            {known.map((point) => (
              <circle key={point.x} cx={x(point.x)} cy={height(point)} r={width < 500 ? 2 : 3} />
            ))}
          </g>
        );
      })}
      {points.map((point) => {
        const end = ends.find(({ id }) => id === point.end);
        return (
          <g key={point.x} className={styles.position} onClick={() => onChoose(point.x)}>
            <title>{`${point.x} ${unit}: ${end?.label ?? ''}`}</title>
            <rect x={x(point.x) - column / 2} y={COLUMN.y} width={column} height={COLUMN.height} />
            {end === undefined ? null : (
              <g
                className={styles.sign}
                data-sign={end.sign}
                transform={`translate(${x(point.x)} ${MARGIN.top - 12}) scale(${Math.min(1, column / 15)})`}
              >
                <SignMark sign={end.sign} />
              </g>
            )}
          </g>
        );
      })}
    </svg>
  );
}

function SignMark({ sign }: { readonly sign: Sign }): ReactNode {
  const { d, solid } = SIGNS[sign];
  return (
    <path
      d={d}
      fill={solid ? 'currentColor' : 'none'}
      stroke="currentColor"
      strokeWidth={solid ? 1.2 : 1.9}
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  );
}
