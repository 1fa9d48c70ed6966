import { useState, type ReactNode } from 'react';
import type { FaultNumber } from './numbers.ts';
import styles from './styles.module.css';

interface Props {
  readonly number: FaultNumber;
  /** Which fault's number it is. */
  readonly of: string;
  readonly onChange: (value: number) => void;
}

/** One number of a fault. What is half written, and no number yet, changes nothing. */
export default function NumberField({ number, of, onChange }: Props): ReactNode {
  const { label, unit, value, min, max } = number;
  const [written, setWritten] = useState<string>();
  return (
    <label className={styles.number}>
      {label}
      <input
        type="number"
        inputMode="decimal"
        aria-label={`${label}, in ${unit}: ${of}`}
        value={written ?? String(value)}
        min={min}
        max={max}
        step="any"
        onChange={(event) => {
          const { value: text, valueAsNumber } = event.target;
          setWritten(text);
          if (Number.isFinite(valueAsNumber)) onChange(valueAsNumber);
        }}
        onBlur={() => setWritten(undefined)}
      />
      {unit}
    </label>
  );
}
