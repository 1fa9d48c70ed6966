import type { ReactNode } from 'react';
import { span } from '../../diagram/quantity.ts';
import { useLive } from '../../hooks/useLive.ts';
import { useSweep } from '../../hooks/useSweep.ts';
import type { Slider, Values } from '../../labs/controls.ts';
import type { AnySweep, SweepPoint, Table } from '../../labs/lab.ts';
import Numbers from './Numbers.tsx';
import styles from './styles.module.css';

interface Props {
  readonly id: string;
  readonly sweep: AnySweep;
  /** The one that is swept over. */
  readonly slider: Slider;
  readonly values: Values;
  readonly isOpen: boolean;
  readonly onToggle: (isOpen: boolean) => void;
  /** Shows the run at a position of the slider. */
  readonly onChoose: (x: number) => void;
}

const loadPlot = () => import('./Plot.tsx');

/** What comes of every position of a slider: a plot, and its numbers. The runs are made when it is opened. */
export default function Sweep(props: Props): ReactNode {
  const { id, sweep, slider, values, isOpen, onToggle, onChoose } = props;
  const { points, message } = useSweep(id, sweep.over, values, isOpen);
  const plot = useLive(loadPlot, isOpen);
  const failure = message ?? (plot.failed ? 'The plot could not be loaded. Reload the page.' : undefined);
  return (
    <details
      className={styles.more}
      open={isOpen}
      onToggle={(event) => {
        // Of this one alone: those within say so too.
        if (event.target === event.currentTarget) onToggle(event.currentTarget.open);
      }}
    >
      <summary>{sweep.title}</summary>
      {failure !== undefined ? <p role="status">{failure}</p> : null}
      {failure === undefined && (points === undefined || plot.Part === undefined) ? (
        <p role="status">Running…</p>
      ) : null}
      {points !== undefined && plot.Part !== undefined ? (
        <>
          <plot.Part
            sweep={sweep}
            unit={slider.unit}
            points={points}
            chosen={Number(values[sweep.over])}
            onChoose={onChoose}
          />
          <Numbers table={tableOf(sweep, slider, points)} />
        </>
      ) : null}
    </details>
  );
}

function tableOf({ along, lines, ends }: AnySweep, { unit }: Slider, points: readonly SweepPoint[]): Table {
  return {
    caption: 'The same in numbers',
    head: [along, ...lines.map(({ label }) => label), 'in the end'],
    rows: points.map(({ x, atUs, end }) => [
      `${x} ${unit}`,
      ...lines.map((line) => {
        const us = atUs[line.id];
        return us === undefined ? 'never' : span(us);
      }),
      ends.find((one) => one.id === end)?.label ?? end,
    ]),
  };
}
