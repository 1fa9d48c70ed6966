import type { ReactNode } from 'react';
import type { Problem } from '../../../grader/report.ts';
import styles from '../result.module.css';

interface Props {
  readonly problems: readonly Problem[];
  /** Then they are exceptions that left the program during runs. */
  readonly judged: boolean;
  /** The verdict's line has said the message already. */
  readonly told: boolean;
  readonly goTo: (line: number, column?: number) => void;
}

/** What keeps the program from running, or went wrong in it, each with the way to its line. */
export default function Problems({ problems, judged, told, goTo }: Props): ReactNode {
  return (
    <section className={styles.part}>
      {judged ? <h4>Exceptions that left your program</h4> : null}
      <ul className={styles.problems}>
        {problems.map(({ message, line, column, text }, index) => (
          <li key={index}>
            {told ? null : <p>{message}</p>}
            {line === undefined ? null : (
              <button type="button" className={styles.place} onClick={() => goTo(line, column)}>
                <span className={styles.lineTag}>line {line}</span>
                {text === undefined || text.trim() === '' ? null : <code>{text.trim()}</code>}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
