import type { ReactNode } from 'react';
import { useCopy } from '../../hooks/useCopy.ts';
import styles from './styles.module.css';

/** Copies the address of what is set; the address bar has it too. */
export default function CopyLink({ address }: { readonly address: () => string }): ReactNode {
  const { copied, copy } = useCopy();
  return (
    <>
      <button type="button" className={styles.quiet} onClick={() => copy(address())}>
        Copy a link to these settings
      </button>
      <span className={styles.note} role="status">
        {copied === undefined
          ? ''
          : copied
            ? 'Copied.'
            : 'It stands in the address bar, once you change one.'}
      </span>
    </>
  );
}
