import type { ReactNode } from 'react';
import { useCopy } from '../../../hooks/useCopy.ts';
import styles from '../result.module.css';

/** A run as a text, to be taken to the command line or to somebody else. */
export default function ReplayToken({ token }: { readonly token: string | undefined }): ReactNode {
  const { copied, copy } = useCopy();
  if (token === undefined) return null;
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
      <button type="button" className={styles.action} onClick={() => copy(token)}>
        Copy
      </button>
      <span className={styles.note} role="status">
        {copied === undefined ? '' : copied ? 'Copied.' : 'Select the token and copy it by hand.'}
      </span>
    </div>
  );
}
