/**
 * Drafts of programs in this browser, each with the number of its revision: a tab that has not seen the newest one does
 * not overwrite it.
 */
import { entries, get, update } from 'idb-keyval';

/** A draft as it is kept. Without a text the program is the starter again. */
export interface Draft {
  readonly revision: number;
  readonly code?: string;
}

/** What became of a try to keep a draft. */
export type Kept =
  | { readonly kind: 'kept'; readonly revision: number }
  /** Another tab has kept one since. */
  | { readonly kind: 'elsewhere'; readonly draft: Draft }
  /** The browser keeps nothing for this site, or its storage is full. */
  | { readonly kind: 'refused' };

const PREFIX = 'draft:';

/** The draft of an exercise; one without text, and with revision 0, where there is none. */
export async function readDraft(id: string): Promise<Draft> {
  return parse(await get<unknown>(PREFIX + id).catch(() => undefined));
}

/** All drafts that have a text, by exercise. */
export async function readDrafts(): Promise<ReadonlyMap<string, string>> {
  const all = await entries<IDBValidKey, unknown>().catch(() => []);
  const drafts = new Map<string, string>();
  for (const [key, value] of all) {
    const { code } = parse(value);
    if (typeof key === 'string' && key.startsWith(PREFIX) && code !== undefined)
      drafts.set(key.slice(PREFIX.length), code);
  }
  return drafts;
}

/**
 * Keeps a draft.
 *
 * @param code without one, the draft is forgotten
 * @param seen the newest revision that this tab knows; without one, whatever is there is replaced
 */
export async function keepDraft(id: string, code: string | undefined, seen?: number): Promise<Kept> {
  let kept: Kept = { kind: 'refused' };
  try {
    await update<unknown>(PREFIX + id, (value) => {
      const draft = parse(value);
      if (seen !== undefined && draft.revision !== seen && draft.code !== code) {
        kept = { kind: 'elsewhere', draft };
        return value;
      }
      const revision = draft.revision + 1;
      kept = { kind: 'kept', revision };
      return { revision, ...(code !== undefined && { code }) };
    });
    return kept;
  } catch {
    return { kind: 'refused' };
  }
}

function parse(value: unknown): Draft {
  if (typeof value !== 'object' || value === null) return { revision: 0 };
  const { revision, code } = value as Partial<Record<keyof Draft, unknown>>;
  if (typeof revision !== 'number') return { revision: 0 };
  return { revision, ...(typeof code === 'string' && { code }) };
}
