import type { ReactNode } from 'react';
import type { Fault } from '../../sim/fault.ts';
import { glyphOfFault } from '../../diagram/glyphs.ts';
import Glyph from '../SpaceTime/Glyph.tsx';
import NumberField from './NumberField.tsx';
import { numbersOf, type NumberField as Field } from './numbers.ts';
import styles from './styles.module.css';
import { nameFault, tellFault } from './words.ts';

/** A fault as it stands in a list. */
export interface Listed {
  readonly fault: Fault;
  /** Taken away, and kept to be put back. */
  readonly out?: boolean;
  /** What is to be known of it: that it did not happen, that it leaves the system model. */
  readonly notes?: readonly string[];
}

interface Props {
  readonly label: string;
  readonly faults: readonly Listed[];
  /** Absent where the list cannot be changed. */
  readonly edit?: FaultEdit;
}

/** What a reader can do to the faults of a list. */
export interface FaultEdit {
  number(index: number, field: Field, value: number): void;
  /** Takes it away, or puts it back. */
  toggle(index: number): void;
}

/** Faults in sentences, each with its numbers to change and a button to be rid of it. */
export default function FaultList({ label, faults, edit }: Props): ReactNode {
  return (
    <ul className={styles.list} aria-label={label}>
      {faults.map(({ fault, out = false, notes = [] }, index) => (
        <li key={index} data-out={out}>
          <Glyph name={glyphOfFault(fault)} className={styles.glyph} />
          <span className={styles.told}>
            {out ? <del>{tellFault(fault)}</del> : tellFault(fault)}
            {notes.map((note) => (
              <span key={note} className={styles.note}>
                {note}
              </span>
            ))}
          </span>
          {edit === undefined ? null : (
            <span className={styles.controls}>
              {out
                ? null
                : numbersOf(fault).map((number) => (
                    <NumberField
                      key={number.field}
                      number={number}
                      of={nameFault(fault)}
                      onChange={(value) => edit.number(index, number.field, value)}
                    />
                  ))}
              <button
                type="button"
                className={styles.button}
                aria-label={`${out ? 'Put back' : 'Take away'} ${nameFault(fault)}`}
                onClick={() => edit.toggle(index)}
              >
                {out ? 'Put back' : 'Take away'}
              </button>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
