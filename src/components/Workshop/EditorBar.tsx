import type { ReactNode } from 'react';
import type { DraftState } from '../../hooks/useDraft.ts';
import type { FullScreen } from '../../hooks/useFullScreen.ts';
import styles from './styles.module.css';

interface Props {
  readonly file: string;
  readonly draft: DraftState;
  /** Of two drafts: this one, or that of the other tab. */
  readonly onOwn: () => void;
  readonly onOther: () => void;
  readonly full: FullScreen;
  /** Another program was put in the place of this one. */
  readonly canUndo: boolean;
  readonly onReset: () => void;
  readonly onUndo: () => void;
}

const DRAFT_WORDS: Record<DraftState['kind'], string> = {
  starter: '',
  saving: 'Saving…',
  saved: 'Draft kept in this browser',
  elsewhere: 'Another tab has changed this program since; what is here is not kept.',
  refused: 'This browser keeps no draft here: copy your program before you leave',
};

/** Above the editor: which file, where its draft is, back to the starter. */
export default function EditorBar({
  file,
  draft,
  onOwn,
  onOther,
  full,
  canUndo,
  onReset,
  onUndo,
}: Props): ReactNode {
  return (
    <div className={styles.editorBar}>
      <code className={styles.file}>{file}</code>
      <span className={styles.draft} data-draft={draft.kind} role="status">
        {DRAFT_WORDS[draft.kind]}
      </span>
      {draft.kind === 'elsewhere' ? (
        <>
          <button type="button" className={styles.quiet} onClick={onOwn}>
            Keep this one
          </button>
          <button type="button" className={styles.quiet} onClick={onOther}>
            Take the other
          </button>
        </>
      ) : null}
      {full.toggle === undefined ? null : (
        <button type="button" className={styles.quiet} onClick={full.toggle}>
          {full.isFull ? 'Leave full screen' : 'Full screen'}
        </button>
      )}
      {canUndo ? (
        <button type="button" className={styles.quiet} onClick={onUndo}>
          Undo
        </button>
      ) : (
        <button type="button" className={styles.quiet} onClick={onReset} disabled={draft.kind === 'starter'}>
          Reset to starter
        </button>
      )}
    </div>
  );
}
