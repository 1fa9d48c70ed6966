import { useCallback, useEffect, useRef, useState } from 'react';
import { keepDraft, readDraft, readDrafts, type Draft } from './progress/drafts.ts';

/** Whether the draft is safe. */
export type DraftState =
  | { readonly kind: 'starter' | 'saved' | 'saving' }
  /** This browser keeps nothing for this site, or its storage is full. */
  | { readonly kind: 'refused' }
  /** Another tab has kept another one since, and this one is not kept. */
  | { readonly kind: 'elsewhere'; readonly draft: Draft };

/** The draft of an exercise that this browser keeps; `undefined` until it has been looked for. */
export function useStoredDraft(id: string): Draft | undefined {
  const [draft, setDraft] = useState<Draft>();
  useEffect(() => {
    let left = false;
    void readDraft(id).then((found) => {
      if (!left) setDraft(found);
    });
    return () => {
      left = true;
    };
  }, [id]);
  return draft;
}

/** All drafts by exercise; `undefined` until they have been looked for. */
export function useStoredDrafts(): ReadonlyMap<string, string> | undefined {
  const [drafts, setDrafts] = useState<ReadonlyMap<string, string>>();
  useEffect(() => {
    void readDrafts().then(setDrafts);
  }, []);
  return drafts;
}

/** How an exercise's program is kept. */
export interface DraftControl {
  readonly state: DraftState;
  save(text: string): void;
  /** After another tab's draft was told: this one counts, whatever the other tab has kept. */
  keepOwn(text: string): void;
  /** After another tab's draft was told: it was seen, and what is saved next is based on it. */
  acceptOther(): void;
}

/**
 * Keeps an exercise's program in this browser at each change: one write at a time, of the newest text.
 *
 * @param stored what was found when the program was opened
 */
export function useDraft(id: string, starter: string, stored: Draft): DraftControl {
  const [state, setState] = useState<DraftState>({ kind: stored.code === undefined ? 'starter' : 'saved' });
  const seen = useRef(stored.revision);
  const waiting = useRef<string>(undefined);
  const isWriting = useRef(false);

  const write = useCallback(async () => {
    if (isWriting.current) return;
    isWriting.current = true;
    while (waiting.current !== undefined) {
      const text = waiting.current;
      waiting.current = undefined;
      const kept = await keepDraft(id, text === starter ? undefined : text, seen.current);
      if (kept.kind === 'kept') {
        seen.current = kept.revision;
        setState({ kind: text === starter ? 'starter' : 'saved' });
      } else {
        setState(kept);
      }
    }
    isWriting.current = false;
  }, [id, starter]);

  const save = useCallback(
    (text: string) => {
      waiting.current = text;
      setState((before) => (before.kind === 'elsewhere' ? before : { kind: 'saving' }));
      void write();
    },
    [write],
  );
  const acceptOther = useCallback(() => {
    setState((before) => {
      if (before.kind !== 'elsewhere') return before;
      seen.current = before.draft.revision;
      return { kind: before.draft.code === undefined ? 'starter' : 'saved' };
    });
  }, []);
  const keepOwn = useCallback(
    (text: string) => {
      void readDraft(id).then(({ revision }) => {
        seen.current = revision;
        setState({ kind: 'saving' });
        waiting.current = text;
        void write();
      });
    },
    [id, write],
  );
  return { state, save, keepOwn, acceptOther };
}
