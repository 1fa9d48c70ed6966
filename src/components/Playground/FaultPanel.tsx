import { useState, type ReactNode } from 'react';
import type { Report } from '../../grader/report.ts';
import type { Fault } from '../../sim/fault.ts';
import { isSame } from '../Faults/change.ts';
import FaultList from '../Faults/FaultList.tsx';
import styles from './styles.module.css';
import type { ChosenFaults } from './useFaults.ts';

interface Props {
  readonly chosen: ChosenFaults;
  /** For each fault why the system model excludes it, if it does. */
  readonly whyOutside: readonly (string | undefined)[];
  readonly unfired: readonly Fault[];
  /** The program is one that works while nothing goes wrong: the scenario's faults show where it does not. */
  readonly suggests: boolean;
  /** Makes the run as the scenario is written; absent while that cannot be done. */
  readonly findOwn: (() => Promise<Report>) | undefined;
}

/** The chosen faults: changed, taken away, or those that the scenario itself brings. */
export default function FaultPanel({ chosen, whyOutside, unfired, suggests, findOwn }: Props): ReactNode {
  const { faults, canUndo, undo, replace, remove, number } = chosen;
  const [hasOwn, setHasOwn] = useState(true);
  const bringOwn = async (): Promise<void> => {
    const own = (await findOwn?.())?.replayed?.run.faults ?? [];
    setHasOwn(own.length > 0);
    if (own.length > 0) replace(own);
  };
  return (
    <section className={styles.faults} aria-label="Faults">
      <h2>{titleOf(faults.length)}</h2>
      {suggests && faults.length === 0 ? (
        <p>While nothing goes wrong, this program does well. Give it the faults of its scenario.</p>
      ) : null}
      <p className={styles.buttons}>
        <button type="button" className={styles.button} disabled={!canUndo} onClick={undo}>
          Undo
        </button>
        <button
          type="button"
          className={styles.button}
          disabled={faults.length === 0}
          onClick={() => replace([])}
        >
          Take all away
        </button>
        <button
          type="button"
          className={suggests && faults.length === 0 ? styles.suggested : styles.button}
          disabled={findOwn === undefined}
          onClick={() => void bringOwn()}
        >
          As the scenario has them
        </button>
      </p>
      {faults.length === 0 ? null : (
        <FaultList
          label="Chosen faults"
          faults={faults.map((fault, index) => ({
            fault,
            notes: notesOf(
              fault,
              whyOutside[index],
              unfired.some((one) => isSame(one, fault)),
            ),
          }))}
          edit={{ toggle: remove, number }}
        />
      )}
      <p className={styles.quiet} role="status">
        {hasOwn ? '' : 'This scenario brings no faults of its own.'}
      </p>
      <p className={styles.quiet}>
        Click a message, another event or a lane, or drag along a lane, and choose what goes wrong there. By
        keyboard: the arrow keys in the picture, then Enter.
      </p>
    </section>
  );
}

function titleOf(count: number): string {
  return count === 0 ? 'No fault yet' : count === 1 ? 'One fault' : `${count} faults`;
}

function notesOf({ kind }: Fault, whyOutside: string | undefined, isUnfired: boolean): string[] {
  const notes: string[] = [];
  if (isUnfired) {
    const also = kind === 'crash' ? ', or the scenario allows no crash there' : '';
    notes.push(`It did not happen: the program does not come to where it strikes${also}.`);
  }
  if (whyOutside !== undefined) {
    const model = `Outside the system model: ${whyOutside}.`;
    notes.push(`${model} A broken promise here is not the program’s fault.`);
  }
  return notes;
}
