import { useState, type ReactNode } from 'react';
import styles from '../result.module.css';

/** A run as a text, to be taken to the command line or to somebody else. */
export default function ReplayToken({ token }: { readonly token: string | undefined }): ReactNode {
  const [copied, setCopied] = useState<boolean>();
  if (token === undefined) return null;
  const copy = (): void => {
    // Absent where the page is not served securely.
    const writing = navigator.clipboard?.writeText(token) ?? Promise.reject(new Error('no clipboard'));
    writing.then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <div className={styles.token}>
      <label className={styles.tokenLabel}>
        Replay token
        <input
          className={styles.tokenText}
          readOnly
          value={token}
          spellCheck={false}
          onFocus={(event) => event.currentTarget.select()}
        />
      </label>
      <button type="button" className={styles.action} onClick={copy}>
        Copy
      </button>
      <span className={styles.note} role="status">
        {copied === undefined ? '' : copied ? 'Copied.' : 'Select the token and copy it by hand.'}
      </span>
    </div>
  );
}
