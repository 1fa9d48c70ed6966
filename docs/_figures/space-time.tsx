/**
 * The parts of a static space-time figure: time runs down, one lane per node.
 * Coordinates are units of the view box. Glyphs are drawn, not typed, so that no font can lack them.
 */
import { useId, type ReactNode } from 'react';

type Point = readonly [x: number, y: number];

const FAULT = 'var(--pf-fault)';
const SOFT = 'var(--pf-ink-soft)';

/** The picture itself, with a name and a description for those who do not see it. */
export function Diagram({
  title,
  description,
  width,
  height,
  children,
}: {
  title: string;
  description: string;
  width: number;
  height: number;
  children: ReactNode;
}): ReactNode {
  const id = useId();
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={title}
      aria-describedby={`${id}-d`}
      fontSize={16}
      style={{
        display: 'block',
        width: '100%',
        maxWidth: width * 1.15,
        height: 'auto',
        margin: '0 auto',
        fontVariantNumeric: 'tabular-nums',
      }}
    >
      <title>{title}</title>
      <desc id={`${id}-d`}>{description}</desc>
      {children}
    </svg>
  );
}

/** One node's time line, with its name on top. At each of `breaks` a stretch of time is left out. */
export function Lane({
  x,
  from,
  to,
  name,
  breaks = [],
}: {
  x: number;
  from: number;
  to: number;
  name?: string;
  breaks?: readonly number[];
}): ReactNode {
  const zigzags = breaks.map((y) => `V${y - 9} l-6 4.5 l12 4.5 l-12 4.5 l6 4.5`).join(' ');
  return (
    <g>
      {name === undefined ? null : (
        <text x={x} y={from - 9} textAnchor="middle" fill="currentColor" fontWeight={600}>
          {name}
        </text>
      )}
      <path d={`M${x} ${from} ${zigzags} V${to}`} fill="none" stroke={SOFT} strokeWidth={1.5} />
    </g>
  );
}

/** A stretch of a lane: a held lease or leadership, or a pause. */
export function Band({
  x,
  from,
  to,
  kind,
}: {
  x: number;
  from: number;
  to: number;
  kind: 'lease' | 'pause';
}): ReactNode {
  const colour = kind === 'lease' ? 'var(--pf-lease)' : FAULT;
  const glyph = from + 8;
  return (
    <g>
      <rect
        x={x - 8}
        y={from}
        width={16}
        height={to - from}
        rx={4}
        fill={colour}
        fillOpacity={0.28}
        stroke={colour}
        strokeOpacity={0.8}
        strokeDasharray={kind === 'pause' ? '3 3' : undefined}
      />
      {kind === 'pause' ? (
        <g fill={FAULT}>
          <rect x={x - 5} y={glyph} width={3.5} height={14} />
          <rect x={x + 1.5} y={glyph} width={3.5} height={14} />
        </g>
      ) : null}
    </g>
  );
}

/**
 * A message. A lost one ends in a cross at `to`; a late one is dashed and carries an hourglass.
 * The label runs along the line, above it unless `below` is set.
 */
export function Message({
  from,
  to,
  label,
  fault,
  at = 0.5,
  below = false,
}: {
  from: Point;
  to: Point;
  label?: string;
  fault?: 'lost' | 'late';
  at?: number;
  below?: boolean;
}): ReactNode {
  const [x1, y1] = from;
  const [x2, y2] = to;
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const tip: Point = [x2 - 2 * Math.cos(angle), y2 - 2 * Math.sin(angle)];
  const colour = fault === undefined ? 'currentColor' : FAULT;
  const lx = x1 + at * (x2 - x1);
  const ly = y1 + at * (y2 - y1);
  const degrees = (angle * 180) / Math.PI;
  const upright = Math.abs(degrees) > 90 ? degrees + 180 : degrees;
  return (
    <g>
      <line
        x1={x1}
        y1={y1}
        x2={tip[0]}
        y2={tip[1]}
        stroke={colour}
        strokeWidth={fault === undefined ? 1.5 : 2}
        strokeDasharray={fault === 'late' ? '6 4' : undefined}
      />
      {fault === 'lost' ? <Cross at={to} /> : <polygon points={head(tip, angle)} fill={colour} />}
      {fault === 'late' ? <Hourglass at={[x1 + 0.5 * (x2 - x1), y1 + 0.5 * (y2 - y1)]} /> : null}
      {label === undefined ? null : (
        <text
          x={lx}
          y={ly}
          dy={below ? 18 : -6}
          textAnchor="middle"
          fill="currentColor"
          fontSize={15}
          transform={`rotate(${round(upright)} ${round(lx)} ${round(ly)})`}
        >
          {label}
        </text>
      )}
    </g>
  );
}

/** Something that happens at a node: an effect, or (with `wrong`) a broken promise, marked by a flag. */
export function Event({ at, wrong = false }: { at: Point; wrong?: boolean }): ReactNode {
  const [x, y] = at;
  return wrong ? (
    <g>
      <line x1={x} y1={y + 6} x2={x} y2={y - 12} stroke="var(--pf-violation)" strokeWidth={2} />
      <polygon points={`${x},${y - 12} ${x + 13},${y - 7} ${x},${y - 2}`} fill="var(--pf-violation)" />
    </g>
  ) : (
    <circle cx={x} cy={y} r={5} fill="var(--pf-accent)" />
  );
}

/** Words beside a lane; several lines are stacked. */
export function Words({
  at,
  lines,
  anchor = 'start',
  soft = false,
  bold = false,
}: {
  at: Point;
  lines: readonly string[];
  anchor?: 'start' | 'middle' | 'end';
  soft?: boolean;
  bold?: boolean;
}): ReactNode {
  const [x, y] = at;
  return (
    <text
      x={x}
      y={y}
      textAnchor={anchor}
      fill={soft ? SOFT : 'currentColor'}
      fontSize={15}
      fontWeight={bold ? 600 : undefined}
    >
      {lines.map((line, i) => (
        <tspan key={line} x={x} dy={i === 0 ? 5 : 18}>
          {line}
        </tspan>
      ))}
    </text>
  );
}

/** A crash: the power sign. */
export function Crash({ at }: { at: Point }): ReactNode {
  const [x, y] = at;
  return (
    <g fill="none" stroke={FAULT} strokeWidth={2.2} strokeLinecap="round">
      <path d={`M${x - 4} ${y - 4.5} a6.5 6.5 0 1 0 8 0`} />
      <line x1={x} y1={y - 8} x2={x} y2={y - 1} />
    </g>
  );
}

/** A tick: all is well here. */
export function Tick({ at }: { at: Point }): ReactNode {
  const [x, y] = at;
  return (
    <path
      d={`M${x - 6} ${y} l4 5 l8 -11`}
      fill="none"
      stroke="var(--pf-passed)"
      strokeWidth={2.5}
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  );
}

/** A cross: a message that ends here, or a request turned away. */
export function Cross({ at }: { at: Point }): ReactNode {
  const [x, y] = at;
  return (
    <path
      d={`M${x - 6} ${y - 6} l12 12 M${x + 6} ${y - 6} l-12 12`}
      stroke={FAULT}
      strokeWidth={2.5}
      strokeLinecap="round"
    />
  );
}

function Hourglass({ at }: { at: Point }): ReactNode {
  const [x, y] = at;
  return (
    <path d={`M${x - 6} ${y - 8} h12 l-12 16 h12 z`} fill={FAULT} stroke={FAULT} strokeLinejoin="round" />
  );
}

function head([x, y]: Point, angle: number): string {
  const corner = (turn: number): string =>
    `${round(x - 9 * Math.cos(angle + turn))},${round(y - 9 * Math.sin(angle + turn))}`;
  return `${round(x)},${round(y)} ${corner(0.38)} ${corner(-0.38)}`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
