import { scaleLinear, scaleLog } from 'd3-scale';
import { useRef, type ReactNode } from 'react';
import { amount } from '../../diagram/quantity.ts';
import { useSize } from '../SpaceTime/useSize.ts';
import styles from './Plot.module.css';

/** One of the two axes. */
export interface Axis {
  /** What it says, with its unit. */
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly log?: true | undefined;
}

/** Where numbers lie in a plot, in px. */
export interface PlotScale {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  /** What lies at a place. */
  readonly atX: (px: number) => number;
  readonly width: number;
  /** Of the area within the axes. */
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

interface Props {
  /** What it shows, in a sentence; the numbers are in a table beside it. */
  readonly words: string;
  readonly along: Axis;
  readonly up: Axis;
  readonly height: number;
  /** Room above the area within the axes, besides that for the axis' words. */
  readonly above?: number;
  /** What is drawn within. */
  readonly children: (scale: PlotScale) => ReactNode;
}

/** About the plot itself, in px: what is written stands above it, left and below. */
const MARGIN = { top: 20, right: 14, bottom: 46, left: 46 };

/** Two axes, as wide as there is room, with something drawn within them. */
export default function Plot(props: Props): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  return (
    <div ref={box} className={styles.box} style={{ minHeight: props.height }}>
      {width === 0 ? null : <Axes {...props} width={width} />}
    </div>
  );
}

function Axes({
  words,
  along,
  up,
  height,
  above = 0,
  children,
  width,
}: Props & { readonly width: number }): ReactNode {
  const top = MARGIN.top + above;
  const [left, right, bottom] = [MARGIN.left, width - MARGIN.right, height - MARGIN.bottom];
  const x = scaleOf(along).range([left, right]);
  const y = scaleOf(up).range([bottom, top]);
  if (up.log !== true) y.nice(5);
  const scale: PlotScale = {
    x: (value) => x(value),
    y: (value) => y(up.log === true ? Math.max(up.from, value) : value),
    atX: (px) => x.invert(px),
    ...{ width, top, bottom, left, right },
  };
  return (
    <svg
      width={width}
      height={height}
      role="img"
      aria-label={`Plot. ${words} All its numbers are in the table below.`}
    >
      {ticksOf(up, y.ticks(5)).map((tick) => (
        <g key={tick} className={styles.level} transform={`translate(0 ${y(tick)})`}>
          <line x1={left} x2={right} />
          <text x={left - 8} dy="0.32em" textAnchor="end">
            {amount(tick)}
          </text>
        </g>
      ))}
      {ticksOf(along, x.ticks(width < 500 ? 5 : 10)).map((tick) => (
        <text key={tick} className={styles.tick} x={x(tick)} y={bottom + 18} textAnchor="middle">
          {amount(tick)}
        </text>
      ))}
      <text className={styles.axis} x={left - 36} y={12}>
        {up.label}
      </text>
      <text className={styles.axis} x={right} y={height - 6} textAnchor="end">
        {along.label}
      </text>
      {children(scale)}
    </svg>
  );
}

function scaleOf({
  from,
  to,
  log,
}: Axis): ReturnType<typeof scaleLinear<number>> | ReturnType<typeof scaleLog<number>> {
  return log === true ? scaleLog().domain([from, to]) : scaleLinear().domain([from, to]);
}

/** On a logarithmic axis, powers of ten; with 2 and 5 where there are few of them. */
function ticksOf({ log, from, to }: Axis, ticks: readonly number[]): readonly number[] {
  if (log !== true) return ticks;
  const mantissas = to / from > 200 ? [1] : [1, 2, 5];
  return ticks.filter((tick) =>
    mantissas.some((one) => Math.abs(tick / 10 ** Math.floor(Math.log10(tick) + 1e-9) - one) < 1e-6),
  );
}
