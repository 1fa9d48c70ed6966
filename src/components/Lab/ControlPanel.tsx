import { useId, type ReactNode } from 'react';
import {
  positionsOf,
  type Choice,
  type Control,
  type Controls,
  type Lot,
  type Slider,
  type Switch,
  type Value,
  type Values,
} from '../../labs/controls.ts';
import styles from './styles.module.css';

interface Props {
  readonly id: string;
  readonly controls: Controls;
  /** Names of those that change nothing now. */
  readonly idle: readonly PropertyKey[] | undefined;
  readonly values: Values;
  readonly onChange: (name: string, value: Value) => void;
}

/** What can be set. */
export default function ControlPanel({ id, controls, idle, values, onChange }: Props): ReactNode {
  return (
    <div className={styles.controls} role="group" aria-label="Settings">
      {Object.entries(controls)
        .filter(([name]) => idle?.includes(name) !== true)
        .map(([name, control]) => (
          <OneControl
            key={name}
            name={`${id}-${name}`}
            control={control}
            value={values[name]}
            onChange={(value) => onChange(name, value)}
          />
        ))}
    </div>
  );
}

interface OneProps<C extends Control> {
  readonly name: string;
  readonly control: C;
  readonly value: Value | undefined;
  readonly onChange: (value: Value) => void;
}

function OneControl({ control, ...rest }: OneProps<Control>): ReactNode {
  switch (control.kind) {
    case 'slider':
      return <SliderControl control={control} {...rest} />;
    case 'lot':
      return <LotControl control={control} {...rest} />;
    case 'switch':
      return <SwitchControl control={control} {...rest} />;
    case 'choice':
      return <ChoiceControl control={control} {...rest} />;
  }
}

function SliderControl({ control, value, onChange }: OneProps<Slider>): ReactNode {
  const { label, unit, initial } = control;
  const now = typeof value === 'number' ? value : initial;
  const field = useId();
  // By position, so that uneven stops are as far apart as even ones.
  const positions = positionsOf(control);
  const words = unit === '' ? String(now) : `${now} ${unit}`;
  return (
    <div className={styles.slider}>
      <label htmlFor={field}>{label}</label>
      <span className={styles.now}>{words}</span>
      <input
        id={field}
        type="range"
        min={0}
        max={positions.length - 1}
        value={positions.indexOf(now)}
        aria-valuetext={words}
        onChange={(event) => onChange(positions[Number(event.target.value)] ?? initial)}
      />
    </div>
  );
}

function LotControl({ control, value, onChange }: OneProps<Lot>): ReactNode {
  const now = typeof value === 'number' ? value : control.initial;
  return (
    <p className={styles.lot}>
      <button type="button" className={styles.draw} onClick={() => onChange((now % control.max) + 1)}>
        {control.label}
      </button>{' '}
      <span className={styles.note}>
        Draw {now} of {control.max}
      </span>
    </p>
  );
}

function SwitchControl({ control, value, onChange }: OneProps<Switch>): ReactNode {
  return (
    <label className={styles.switch}>
      <input type="checkbox" checked={value === true} onChange={(event) => onChange(event.target.checked)} />
      {control.label}
    </label>
  );
}

function ChoiceControl({ name, control, value, onChange }: OneProps<Choice>): ReactNode {
  return (
    <fieldset className={styles.choice} data-inline={control.inline}>
      <legend>{control.label}</legend>
      {control.options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            checked={value === option.value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
