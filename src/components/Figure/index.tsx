import clsx from 'clsx';
import type { ReactNode } from 'react';
import styles from './styles.module.css';

interface Props {
  /** What the reader should see in it, in a sentence or two. */
  readonly caption?: ReactNode;
  /** May be as wide as the page allows; otherwise it keeps to the measure of the prose. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** A drawing or a lab with its caption. The drawing brings its own text alternative. */
export default function Figure({ caption, wide = false, children }: Props): ReactNode {
  return (
    <figure className={clsx(styles.figure, wide && styles.wide)}>
      <div className={styles.picture}>{children}</div>
      {caption === undefined ? null : <figcaption className={styles.caption}>{caption}</figcaption>}
    </figure>
  );
}
