import { useCallback, useMemo, useState } from 'react';

/** Which event is chosen and which is pointed at, shared by a picture and what stands beside it. -1: none. */
export interface Selection {
  readonly chosen: number;
  readonly pointed: number;
  choose(seq: number): void;
  point(seq: number): void;
}

/** A selection of its own. */
export function useSelection(first = -1): Selection {
  const [chosen, setChosen] = useState(first);
  const [pointed, setPointed] = useState(-1);
  const choose = useCallback((seq: number) => setChosen(seq), []);
  const point = useCallback((seq: number) => setPointed(seq), []);
  return useMemo(() => ({ chosen, pointed, choose, point }), [chosen, pointed, choose, point]);
}
