import { useState } from 'react';

/** The clipboard, and what became of the last try. */
export interface Copying {
  /** Absent before the first try, `false` when the browser refused. */
  readonly copied: boolean | undefined;
  readonly copy: (text: string) => void;
}

/** Copies a text when asked to, and remembers whether that worked. */
export function useCopy(): Copying {
  const [copied, setCopied] = useState<boolean>();
  const copy = (text: string): void => {
    // Absent where the page is not served securely.
    const writing = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'));
    writing.then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return { copied, copy };
}
