import type { ReactNode } from 'react';
import styles from './Plot.module.css';

interface Props {
  readonly lines: readonly { readonly id: string; readonly label: string }[];
  /** What a dashed line of theory says. */
  readonly theory?: string | undefined;
  /** Single runs are dots, the line their mean. */
  readonly hasDots?: boolean;
}

/** Which line is which. */
export default function LineKey({ lines, theory, hasDots = true }: Props): ReactNode {
  return (
    <ul className={styles.key}>
      {lines.map(({ id, label }, index) => (
        <li key={id}>
          <svg viewBox="0 0 32 16" className={styles.line} data-index={index} aria-hidden="true">
            <path d="M0 8H32" />
            {hasDots ? <circle cx={16} cy={8} r={3} /> : null}
          </svg>
          {label}
        </li>
      ))}
      {theory === undefined ? null : (
        <li>
          <svg viewBox="0 0 32 16" className={styles.theory} aria-hidden="true">
            <path d="M0 8H32" />
          </svg>
          {theory}
        </li>
      )}
    </ul>
  );
}
