import { useCallback, useEffect, useRef, useState } from 'react';

/** Whether the draft is safe. `refused`: this browser keeps nothing for this site, or its storage is full. */
export type DraftState = 'starter' | 'saved' | 'saving' | 'refused';

const SAVE_AFTER_MS = 300;
const keyOf = (id: string): string => `partial-failure:draft:${id}`;

/** The draft of an exercise's program that this browser keeps, if there is one and it may be read. */
export function readDraft(id: string): string | undefined {
  try {
    return localStorage.getItem(keyOf(id)) ?? undefined;
  } catch {
    return undefined;
  }
}

function writeDraft(id: string, text: string, starter: string): DraftState {
  try {
    if (text === starter) {
      localStorage.removeItem(keyOf(id));
      return 'starter';
    }
    localStorage.setItem(keyOf(id), text);
    return 'saved';
  } catch {
    return 'refused';
  }
}

/** Keeps an exercise's program in this browser, a moment after each change and when the page is left. */
export function useDraft(
  id: string,
  starter: string,
): { readonly state: DraftState; save(text: string): void } {
  const [state, setState] = useState<DraftState>(() => (readDraft(id) === undefined ? 'starter' : 'saved'));
  const waiting = useRef<{ text: string; timer: ReturnType<typeof setTimeout> }>(undefined);

  const flush = useCallback(() => {
    if (waiting.current === undefined) return;
    const { text, timer } = waiting.current;
    clearTimeout(timer);
    waiting.current = undefined;
    setState(writeDraft(id, text, starter));
  }, [id, starter]);

  const save = useCallback(
    (text: string) => {
      clearTimeout(waiting.current?.timer);
      waiting.current = { text, timer: setTimeout(flush, SAVE_AFTER_MS) };
      setState('saving');
    },
    [flush],
  );

  useEffect(() => {
    addEventListener('pagehide', flush);
    return () => {
      removeEventListener('pagehide', flush);
      flush();
    };
  }, [flush]);

  return { state, save };
}
