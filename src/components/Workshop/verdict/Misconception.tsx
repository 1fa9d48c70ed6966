import type { ReactNode } from 'react';
import type { Guess } from '../../../grader/report.ts';
import styles from '../result.module.css';

interface Props {
  readonly guess: Guess;
  /** Opens a hint by its number; absent when there are none. */
  readonly onHint: ((hint: number) => void) | undefined;
}

/** What the author of a program like this one may have thought. A guess, never more. */
export default function Misconception({ guess, onHint }: Props): ReactNode {
  const { belief, hint } = guess;
  return (
    <aside className={styles.guess} aria-label="A guess at what you may have thought">
      <p className={styles.guessLead}>This looks like a thought that others have had too:</p>
      <blockquote className={styles.belief}>{belief}</blockquote>
      {hint === undefined || onHint === undefined ? null : (
        <p className={styles.guessHint}>
          If that is what you thought, this may help:{' '}
          <button type="button" className={styles.lineLink} onClick={() => onHint(hint)}>
            hint {hint}
          </button>
        </p>
      )}
    </aside>
  );
}
