import { useEffect, type RefObject } from 'react';
import type { View } from './useView.ts';

/** Pictures that share a view scroll together. */
export function useTogether(ref: RefObject<HTMLElement | null>, { scrollers }: View): void {
  useEffect(() => {
    const element = ref.current;
    const all = scrollers.current;
    if (element === null) return undefined;
    const follow = (): void => {
      for (const other of all) {
        if (other === element) continue;
        if (other.scrollTop !== element.scrollTop) other.scrollTop = element.scrollTop;
        if (other.scrollLeft !== element.scrollLeft) other.scrollLeft = element.scrollLeft;
      }
    };
    all.add(element);
    element.addEventListener('scroll', follow, { passive: true });
    return () => {
      all.delete(element);
      element.removeEventListener('scroll', follow);
    };
  }, [ref, scrollers]);
}
