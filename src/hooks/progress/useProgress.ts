import { useSyncExternalStore } from 'react';
import { NOT_READ, snapshot, subscribe, type Kept } from './store.ts';

/** What the reader has done so far; nothing until it has been read, and where there is no browser. */
export function useProgress(): Kept {
  return useSyncExternalStore(subscribe, snapshot, () => NOT_READ);
}
