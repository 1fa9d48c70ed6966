import clsx from 'clsx';
import { useId, useState, type ReactNode } from 'react';
import * as story from './story.ts';
import type { Arrow } from './story.ts';
import styles from './styles.module.css';

/** One picture of the course: a lease holder that is paused, and what storage makes of its late write. */
export default function HeroDiagram(): ReactNode {
  const [checked, setChecked] = useState(false);
  const id = useId();
  const told = story.sentences(checked);
  return (
    <figure className={styles.figure}>
      <svg
        viewBox={story.viewBox}
        className={styles.picture}
        role="img"
        aria-labelledby={`${id}-title ${id}-story`}
      >
        <title id={`${id}-title`}>A paused lease holder writes with an old token</title>
        <desc id={`${id}-story`}>{told.join(' ')}</desc>
        <Lanes />
        <Leases />
        <Pause />
        {story.messages.map((arrow) => (
          <Message key={`${arrow.label} ${arrow.from[1]}`} arrow={arrow} />
        ))}
        <Value y={story.stored.accepted} value="34" className={styles.accepted} />
        <StaleWrite checked={checked} />
      </svg>
      <figcaption className={styles.caption}>
        <p className={styles.outcome} aria-live="polite">
          {told.slice(-2).join(' ')}
        </p>
        <label className={styles.switch}>
          <input type="checkbox" checked={checked} onChange={(event) => setChecked(event.target.checked)} />
          Storage checks tokens
        </label>
      </figcaption>
    </figure>
  );
}

function Lanes(): ReactNode {
  return story.lanes.map(({ x, lines }) => (
    <g key={x}>
      {lines.map((line, index) => (
        <text key={line} x={x} y={story.top - 12 - 18 * (lines.length - 1 - index)} className={styles.name}>
          {line}
        </text>
      ))}
      <path d={`M${x} ${story.top}V${story.bottom}`} className={styles.lane} />
    </g>
  ));
}

function Leases(): ReactNode {
  const { x, y } = story.expiry;
  return (
    <g>
      {story.leases.map((lease) => (
        <rect
          key={lease.x}
          x={lease.x - 9}
          y={lease.from}
          width={18}
          height={lease.to - lease.from}
          rx={3}
          className={styles.lease}
        />
      ))}
      <path d={`M${x - 14} ${y}H${x + 16}`} className={styles.expiry} />
      <text x={x + 20} y={y + 5} className={clsx(styles.note, styles.start)}>
        lease expires
      </text>
    </g>
  );
}

function Pause(): ReactNode {
  const { x, from, to } = story.pause;
  const middle = (from + to) / 2;
  return (
    <g>
      <rect x={x - 5} y={from} width={10} height={to - from} rx={2} className={styles.pause} />
      <g className={styles.pauseGlyph}>
        <rect x={x - 47} y={middle - 25} width={5} height={15} />
        <rect x={x - 38} y={middle - 25} width={5} height={15} />
      </g>
      <text x={x - 14} y={middle + 10} className={clsx(styles.note, styles.end, styles.fault)}>
        paused
      </text>
      <text x={x - 14} y={to + 5} className={clsx(styles.note, styles.end)}>
        wakes
      </text>
    </g>
  );
}

function Message({ arrow, className }: { arrow: Arrow; className?: string | undefined }): ReactNode {
  const { from, to, label, at } = arrow;
  const [tipX, tipY] = to;
  const angle = Math.atan2(tipY - from[1], tipX - from[0]);
  const barb = (turn: number): string =>
    `${(tipX - 9 * Math.cos(angle + turn)).toFixed(1)} ${(tipY - 9 * Math.sin(angle + turn)).toFixed(1)}`;
  return (
    <g className={clsx(styles.message, className)}>
      <path d={`M${from[0]} ${from[1]}L${tipX} ${tipY}`} className={styles.shaft} />
      <path d={`M${tipX} ${tipY}L${barb(0.42)}L${barb(-0.42)}Z`} className={styles.head} />
      <text x={at[0]} y={at[1]} className={styles.label}>
        {label}
      </text>
    </g>
  );
}

/** What storage holds from then on. */
function Value({
  y,
  value,
  className,
}: {
  y: number;
  value: string;
  className?: string | undefined;
}): ReactNode {
  const { x } = story.stored;
  return (
    <g className={className}>
      <rect x={x + 1} y={y - 14} width={38} height={28} rx={5} className={styles.value} />
      <text x={x + 20} y={y + 6} className={styles.digits}>
        {value}
      </text>
    </g>
  );
}

function StaleWrite({ checked }: { checked: boolean }): ReactNode {
  const { last } = story.stored;
  const tone = checked ? styles.accepted : styles.violation;
  return (
    <g>
      <Message arrow={story.staleWrite} className={checked ? styles.refused : styles.violation} />
      <Value y={last} value={checked ? '34' : '33'} className={tone} />
      <Verdict y={story.bottom + 28} good={checked} className={tone} />
    </g>
  );
}

/** Its glyphs are drawn, so that no font can lack them. */
function Verdict({
  y,
  good,
  className,
}: {
  y: number;
  good: boolean;
  className?: string | undefined;
}): ReactNode {
  const right = story.stored.x + 40;
  const left = right - (good ? 100 : 126);
  return (
    <g className={className}>
      <path
        d={good ? `M${left} ${y - 6}l5 6l9 -12` : `M${left + 2} ${y + 1}v-14l12 4.5l-12 4.5`}
        className={good ? styles.tick : styles.flag}
      />
      <text x={right} y={y} className={styles.verdict}>
        {good ? '33 refused' : '34 overwritten'}
      </text>
    </g>
  );
}
