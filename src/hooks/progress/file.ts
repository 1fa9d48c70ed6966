/** All that this browser keeps of a reader, as one file. */
import { keepDraft, readDrafts } from './drafts.ts';
import { NO_PROGRESS, parseProgress, type Progress } from './record.ts';
import { change, latest } from './store.ts';

const FORMAT = 'partial-failure/progress@1';

/** What such a file holds. */
export interface Everything {
  readonly progress: Progress;
  readonly drafts: Readonly<Record<string, string>>;
}

/** Nothing at all. */
export const NOTHING: Everything = { progress: NO_PROGRESS, drafts: {} };

/** The text of a file. */
export function writeFile({ progress, drafts }: Everything): string {
  return `${JSON.stringify({ format: FORMAT, progress, drafts }, undefined, 2)}\n`;
}

/** What a file holds; `undefined` for one that is none of ours. */
export function readFile(text: string): Everything | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const { format, progress: kept, drafts } = value as Record<string, unknown>;
    const progress = parseProgress(kept);
    if (format !== FORMAT || progress === undefined) return undefined;
    const texts = Object.entries(typeof drafts === 'object' && drafts !== null ? drafts : {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    return { progress, drafts: Object.fromEntries(texts) };
  } catch {
    return undefined;
  }
}

/** What the browser keeps now. */
export async function takeAll(): Promise<Everything> {
  return { progress: await latest(), drafts: Object.fromEntries(await readDrafts()) };
}

/** Puts this in the place of all that the browser keeps. */
export async function putAll({ progress, drafts }: Everything): Promise<void> {
  const others = [...(await readDrafts()).keys()].filter((id) => !(id in drafts));
  await Promise.all([
    change(() => progress),
    ...Object.entries(drafts).map(([id, code]) => keepDraft(id, code)),
    ...others.map((id) => keepDraft(id, undefined)),
  ]);
}
