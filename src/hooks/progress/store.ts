/**
 * Progress in this browser: one record in IndexedDB, read once a page, the same in all tabs. Where the browser keeps
 * nothing, it lasts as long as the page.
 */
import { get, update } from 'idb-keyval';
import { NO_PROGRESS, parseProgress, type Progress } from './record.ts';

const KEY = 'progress';

/** What there is, and whether it has been read yet. */
export interface Kept {
  readonly progress: Progress;
  readonly isRead: boolean;
}

/** Before anything is read, and where a page is rendered without a browser. */
export const NOT_READ: Kept = { progress: NO_PROGRESS, isRead: false };

let kept = NOT_READ;
let reading: Promise<void> | undefined;
let channel: BroadcastChannel | undefined;
const listeners = new Set<() => void>();

function show(progress: Progress): void {
  kept = { progress, isRead: true };
  for (const listener of listeners) listener();
}

async function read(): Promise<void> {
  show(parseProgress(await get<unknown>(KEY).catch(() => undefined)) ?? kept.progress);
}

/** Begins to read, and to listen to other tabs; the second time it is the first time's promise. */
function open(): Promise<void> {
  if (reading === undefined) {
    reading = read();
    channel = new BroadcastChannel('partial-failure');
    channel.addEventListener('message', () => void read());
  }
  return reading;
}

/** Calls `listener` after each change, of this tab or another. */
export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  void open();
  return () => listeners.delete(listener);
}

/** What is known now. */
export function snapshot(): Kept {
  return kept;
}

/** What is known once it has been read. */
export async function latest(): Promise<Progress> {
  await open();
  return kept.progress;
}

/** Changes the record: at once on this page, and in the browser on the newest that any tab has written. */
export async function change(next: (before: Progress) => Progress): Promise<void> {
  await open();
  const before = kept.progress;
  const after = next(before);
  if (after === before) return;
  show(after);
  try {
    await update<unknown>(KEY, (stored) => next(parseProgress(stored) ?? NO_PROGRESS));
    channel?.postMessage('changed');
  } catch {
    // The browser keeps nothing here; the page still knows.
  }
}
