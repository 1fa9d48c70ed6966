import type { ReactNode } from 'react';
import styles from './styles.module.css';

/** A side note that says where a figure or a claim comes from. May stand in a sentence or on its own. */
export default function Source({ children }: { children: ReactNode }): ReactNode {
  // A span, so that it is also allowed inside a paragraph.
  return (
    <span className={styles.source} role="note">
      <span className={styles.label}>Source</span> {children}
    </span>
  );
}
