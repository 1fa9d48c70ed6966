import { line } from 'd3-shape';
import type { ReactNode } from 'react';
import type { Slider, Values } from '../../labs/controls.ts';
import { positionsOf } from '../../labs/controls.ts';
import type { Sweep } from '../../labs/pictures.ts';
import LineKey from './LineKey.tsx';
import Numbers from './Numbers.tsx';
import Plot, { type PlotScale } from './Plot.tsx';
import styles from './Plot.module.css';
import {
  meanOf,
  pointsOf,
  rangeOf,
  stretchesOf,
  tableOfSweep,
  tellSweep,
  worstOf,
  type Point,
} from './points.ts';
import SignMark, { SignIcon } from './SignMark.tsx';
import type { ManyState } from '../../hooks/useMany.ts';

interface Props {
  readonly sweep: Sweep;
  readonly slider: Slider;
  readonly values: Values;
  readonly many: ManyState;
  /** Shows the run at a position. */
  readonly onChoose: (x: number) => void;
}

const HEIGHT = 300;
/** What the signs take above the lines. */
const SIGNS = 26;

/** What comes of every position: a line for each thing that happened, and over each position how its runs ended. */
export default function SweepPlot(props: Props): ReactNode {
  const { sweep, slider, values, many } = props;
  const { ends, lines, unit, theory } = sweep;
  const points = pointsOf(sweep.over, many.runs, many.ends);
  const words = `${sweep.along}: ${tellSweep(sweep, slider.unit, points)}`;
  const calculated = (x: number): number | undefined => theory?.at(x, { ...values, [sweep.over]: x });
  const heights = points.flatMap((point) => [
    ...lines.flatMap(({ id, dots }) => [
      ...[meanOf(point, id)].filter((value) => value !== undefined),
      ...(dots === true ? point.runs.flatMap(({ at }) => at?.[id] ?? []) : []),
    ]),
    ...[calculated(point.x)].filter((value) => value !== undefined),
  ]);
  const positions = sweep.positions ?? positionsOf(slider);
  const [first = 0, last = 1] = [positions[0], positions.at(-1)];
  const step = positions.length > 1 ? (last - first) / (positions.length - 1) : 1;
  const isLog = 'stops' in slider && first > 0 && last / first > 50;
  const along = isLog
    ? { from: first / 1.1, to: last * 1.1, log: true as const }
    : { from: first - step / 2, to: last + step / 2 };
  const top = Math.max(...heights, 0);
  const least = Math.min(...heights.filter((height) => height > 0));
  return (
    <figure className={styles.plot} data-complete={many.isComplete}>
      {ends === undefined ? null : (
        <ul className={styles.key}>
          {stretchesOf(points, ends).map((stretch) => (
            <li key={stretch.from}>
              <SignIcon sign={stretch.end.sign} />
              <span>
                <b>{rangeOf(stretch, slider.unit)}</b> {stretch.end.label}
              </span>
            </li>
          ))}
        </ul>
      )}
      <LineKey lines={lines} theory={theory?.label} />
      <Plot
        words={words}
        height={HEIGHT}
        above={ends === undefined ? 0 : SIGNS}
        along={{ ...along, label: labelled(sweep.along, slider.unit) }}
        up={{
          from: sweep.log === true ? (Number.isFinite(least) ? least / 1.2 : 1) : Math.min(0, ...heights),
          to: (sweep.log === true ? top * 1.2 : top) || 1,
          log: sweep.log,
          label: labelled(sweep.up, unit),
        }}
      >
        {(scale) => (
          <Inside {...props} points={points} positions={positions} scale={scale} theory={calculated} />
        )}
      </Plot>
      <figcaption>{ends === undefined ? `${words} ` : ''}Choose a position to see its run.</figcaption>
      <Numbers of={sweep.title} table={tableOfSweep(sweep, slider.unit, points, calculated)} />
    </figure>
  );
}

interface InsideProps extends Props {
  readonly points: readonly Point[];
  readonly positions: readonly number[];
  readonly scale: PlotScale;
  readonly theory: (x: number) => number | undefined;
}

function Inside({
  sweep,
  slider,
  values,
  points,
  positions,
  scale,
  theory,
  onChoose,
}: InsideProps): ReactNode {
  const { ends = [], lines } = sweep;
  const { x, y, width } = scale;
  const top = scale.top - (sweep.ends === undefined ? 0 : SIGNS);
  const height = scale.bottom - top;
  const columnOf = (at: number): { readonly left: number; readonly width: number } => {
    const index = positions.indexOf(at);
    const middle = (by: number): number => {
      const other = positions[index + by];
      return other === undefined ? NaN : (x(at) + x(other)) / 2;
    };
    const [before, after] = [middle(-1), middle(1)];
    const left = Math.max(scale.left, Number.isNaN(before) ? 2 * x(at) - after : before);
    const right = Math.min(scale.right, Number.isNaN(after) ? 2 * x(at) - before : after);
    return { left, width: Math.max(1, right - left) };
  };
  const chosen = Number(values[sweep.over]);
  const marked = positions.includes(chosen) ? columnOf(chosen) : undefined;
  return (
    <>
      {stretchesOf(points, ends).map(({ from, to, end }) => {
        const [one, other] = [columnOf(from), columnOf(to)];
        return end.sign === 'harm' ? (
          <rect
            key={from}
            className={styles.harm}
            x={one.left}
            y={top}
            width={other.left + other.width - one.left}
            height={height}
          />
        ) : null;
      })}
      {marked === undefined ? null : (
        <rect className={styles.chosen} x={marked.left} y={top} width={marked.width} height={height} rx={3} />
      )}
      {sweep.theory === undefined ? null : (
        <path
          className={styles.theory}
          d={pathOf(
            positions.map((at) => [at, theory(at)]),
            scale,
          )}
        />
      )}
      {lines.map(({ id, dots }, index) => (
        <g key={id} className={styles.line} data-index={index}>
          <path
            d={pathOf(
              points.map((point) => [point.x, meanOf(point, id)]),
              scale,
            )}
          />
          {points.flatMap((point) => {
            const known =
              dots === true ? point.runs.flatMap(({ at }) => at?.[id] ?? []) : [meanOf(point, id)];
            return known.map((value, run) =>
              value === undefined ? null : (
                <circle
                  key={`${point.x} ${run}`}
                  cx={x(point.x)}
                  cy={y(value)}
                  r={dots === true || width < 500 ? 2 : 3}
                  opacity={dots === true ? 0.5 : 1}
                />
              ),
            );
          })}
        </g>
      ))}
      {points.map((point) => {
        const end = worstOf(sweep.ends === undefined ? [] : point.runs, ends);
        const column = columnOf(point.x);
        return (
          <g key={point.x} className={styles.position} onClick={() => onChoose(point.x)}>
            <title>{`${point.x} ${slider.unit}${end === undefined ? '' : `: ${end.label}`}`}</title>
            <rect x={column.left} y={top} width={column.width} height={height} />
            {end === undefined ? null : (
              <g
                className={styles.sign}
                data-sign={end.sign}
                transform={`translate(${x(point.x)} ${top + 14}) scale(${Math.min(1, column.width / 15)})`}
              >
                <SignMark sign={end.sign} />
              </g>
            )}
          </g>
        );
      })}
    </>
  );
}

/** A line through what is known; where something is not, it is left out. */
function pathOf(
  places: readonly (readonly [at: number, value: number | undefined])[],
  { x, y }: PlotScale,
): string | undefined {
  const known = places.flatMap(([at, value]): [number, number][] =>
    value === undefined ? [] : [[x(at), y(value)]],
  );
  return line()(known) ?? undefined;
}

function labelled(words: string, unit: string): string {
  return unit === '' ? words : `${words}, ${unit}`;
}
