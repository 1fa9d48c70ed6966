import { useState, type ReactNode } from 'react';
import { useCopy } from '../../hooks/useCopy.ts';
import styles from './styles.module.css';

interface Props {
  /** Makes the fragment of the link. */
  readonly fragment: () => string;
  /** The link holds the reader's program. */
  readonly hasCode: boolean;
}

/** Gives this run, with its program, as a link. */
export default function Share({ fragment, hasCode }: Props): ReactNode {
  const [link, setLink] = useState<string>();
  const { copied = false, copy } = useCopy();
  const make = (): void => {
    const made = `${location.origin}${location.pathname}#${fragment()}`;
    setLink(made);
    copy(made);
  };
  return (
    <div className={styles.shareRow}>
      <button type="button" className={styles.button} onClick={make}>
        Copy a link to this run
      </button>
      <span className={styles.quiet} role="status">
        {link === undefined ? '' : copied ? 'Copied.' : 'Select the link and copy it by hand.'}
      </span>
      <p className={styles.quiet}>
        {hasCode
          ? 'The link holds the text of your program: whoever has the link can read it. No server gets it.'
          : 'The link says which run and which program of the course.'}
      </p>
      {link === undefined || copied ? null : (
        <input
          className={styles.linkText}
          readOnly
          aria-label="Link to this run"
          value={link}
          onFocus={(event) => event.currentTarget.select()}
        />
      )}
    </div>
  );
}
