import type { ReactNode } from 'react';
import styles from './styles.module.css';

interface Props {
  readonly failed: boolean;
  /** What one would see, for those who cannot run it. */
  readonly shows: string;
}

/** What stands in a lab's place until it is there. */
export default function Still({ failed, shows }: Props): ReactNode {
  return (
    <div className={styles.still} data-failed={failed}>
      {failed ? (
        <p role="status">The lab could not be loaded. Check your connection and reload the page. {shows}</p>
      ) : (
        <>
          <noscript>
            <p>Playing it needs JavaScript. {shows}</p>
          </noscript>
          <p className={styles.loading}>Loading the lab…</p>
        </>
      )}
    </div>
  );
}
