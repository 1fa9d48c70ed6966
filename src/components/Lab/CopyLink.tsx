import { useState, type ReactNode } from 'react';
import styles from './styles.module.css';

/** Copies the address of what is set; the address bar has it too. */
export default function CopyLink({ address }: { readonly address: () => string }): ReactNode {
  const [copied, setCopied] = useState<boolean>();
  const copy = (): void => {
    // Absent where the page is not served securely.
    const writing = navigator.clipboard?.writeText(address()) ?? Promise.reject(new Error('no clipboard'));
    writing.then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <>
      <button type="button" className={styles.quiet} onClick={copy}>
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
