import { useCallback, useEffect, useState, type RefObject } from 'react';

/** A part of the page that can have the whole screen. */
export interface FullScreen {
  readonly isFull: boolean;
  /** Absent where the browser cannot. */
  readonly toggle: (() => void) | undefined;
}

/** Gives the section around an element the whole screen, and takes it back. */
export function useFullScreen(within: RefObject<HTMLElement | null>): FullScreen {
  const [isFull, setFull] = useState(false);
  useEffect(() => {
    const look = (): void => setFull(document.fullscreenElement?.contains(within.current) === true);
    document.addEventListener('fullscreenchange', look);
    return () => document.removeEventListener('fullscreenchange', look);
  }, [within]);
  const toggle = useCallback(() => {
    const change =
      document.fullscreenElement === null
        ? within.current?.closest('section')?.requestFullscreen()
        : document.exitFullscreen();
    // A browser may refuse; then the page stays as it is.
    change?.catch(() => undefined);
  }, [within]);
  return { isFull, toggle: document.fullscreenEnabled ? toggle : undefined };
}
