import { useCallback, useEffect, useState, type RefObject } from 'react';
import type { Orientation } from '../../diagram/layout.ts';

/** The picture is drawn in tiles of this many px along time; scrolling adds and removes whole tiles. */
export const TILE = 256;

/** Numbers of the tiles that are drawn: those that the scroller shows, and one more on either side. */
export function useVisible(
  ref: RefObject<HTMLElement | null>,
  orientation: Orientation,
  length: number,
): readonly number[] {
  const [tiles, setTiles] = useState({ first: 0, last: 2 });
  const look = useCallback(() => {
    const element = ref.current;
    if (element === null) return;
    const start = orientation === 'down' ? element.scrollTop : element.scrollLeft;
    const size = orientation === 'down' ? element.clientHeight : element.clientWidth;
    const first = Math.max(0, Math.floor(start / TILE) - 1);
    const last = Math.floor((start + size) / TILE) + 1;
    setTiles((before) => (before.first === first && before.last === last ? before : { first, last }));
  }, [ref, orientation]);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    look();
    element.addEventListener('scroll', look, { passive: true });
    return () => element.removeEventListener('scroll', look);
  }, [ref, look, length]);
  const last = Math.min(tiles.last, Math.floor((length - 1) / TILE));
  const numbers: number[] = [];
  for (let tile = Math.min(tiles.first, last); tile <= last; tile++) numbers.push(tile);
  return numbers;
}
