import { useCallback, useEffect, useState } from 'react';

/** One event after the other, at a pace at which labels can be read. */
const STEP_MS = 700;

/** Plays through the events until the last. */
export function usePlay(
  hasNext: boolean,
  step: (by: number) => void,
): { readonly playing: boolean; play(): void; stop(): void } {
  const [wanted, setWanted] = useState(false);
  const playing = wanted && hasNext;
  useEffect(() => {
    if (!playing) return undefined;
    const timer = setTimeout(() => step(1), STEP_MS);
    return () => clearTimeout(timer);
  }, [playing, step]);
  const play = useCallback(() => setWanted(!playing), [playing]);
  const stop = useCallback(() => setWanted(false), []);
  return { playing, play, stop };
}
