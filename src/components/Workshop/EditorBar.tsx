import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import type { DraftState } from '../../hooks/useDraft.ts';
import styles from './styles.module.css';

interface Props {
  readonly file: string;
  readonly draft: DraftState;
  /** Of two drafts: this one, or that of the other tab. */
  readonly onOwn: () => void;
  readonly onOther: () => void;
  readonly canUndoReset: boolean;
  readonly onReset: () => void;
  readonly onUndoReset: () => void;
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
  canUndoReset,
  onReset,
  onUndoReset,
}: Props): ReactNode {
  const ref = useRef<HTMLDivElement>(null);
  return (
    <div className={styles.editorBar} ref={ref}>
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
      <FullScreen within={ref} />
      {canUndoReset ? (
        <button type="button" className={styles.quiet} onClick={onUndoReset}>
          Undo reset
        </button>
      ) : (
        <button type="button" className={styles.quiet} onClick={onReset} disabled={draft.kind === 'starter'}>
          Reset to starter
        </button>
      )}
    </div>
  );
}

/** Gives the workshop the whole screen, where the browser can. */
function FullScreen({ within }: { readonly within: RefObject<HTMLElement | null> }): ReactNode {
  const [full, setFull] = useState(false);
  useEffect(() => {
    const look = (): void => setFull(document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', look);
    return () => document.removeEventListener('fullscreenchange', look);
  }, []);
  if (!document.fullscreenEnabled) return null;
  const toggle = (): void => {
    const change = full ? document.exitFullscreen() : within.current?.closest('section')?.requestFullscreen();
    // A browser may refuse; then the page stays as it is.
    change?.catch(() => undefined);
  };
  return (
    <button type="button" className={styles.quiet} onClick={toggle}>
      {full ? 'Leave full screen' : 'Full screen'}
    </button>
  );
}
