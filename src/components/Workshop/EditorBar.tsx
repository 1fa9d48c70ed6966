import type { ReactNode } from 'react';
import type { DraftState } from '../../hooks/useDraft.ts';
import styles from './styles.module.css';

interface Props {
  readonly file: string;
  readonly draft: DraftState;
  readonly canUndoReset: boolean;
  readonly onReset: () => void;
  readonly onUndoReset: () => void;
}

const DRAFT_WORDS: Record<DraftState, string> = {
  starter: '',
  saving: 'Saving…',
  saved: 'Draft kept in this browser',
  refused: 'This browser keeps no draft here: copy your program before you leave',
};

/** Above the editor: which file, where its draft is, back to the starter. */
export default function EditorBar({ file, draft, canUndoReset, onReset, onUndoReset }: Props): ReactNode {
  return (
    <div className={styles.editorBar}>
      <code className={styles.file}>{file}</code>
      <span className={styles.draft} data-draft={draft}>
        {DRAFT_WORDS[draft]}
      </span>
      {canUndoReset ? (
        <button type="button" className={styles.quiet} onClick={onUndoReset}>
          Undo reset
        </button>
      ) : (
        <button type="button" className={styles.quiet} onClick={onReset} disabled={draft === 'starter'}>
          Reset to starter
        </button>
      )}
    </div>
  );
}
