import { readFileSync } from 'node:fs';

/** A lesson as the sidebar and the start page list it. */
export interface LessonEntry {
  /** The file's name, without its ending. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly permalink: string;
  /** To read it, without what one does in it. */
  readonly minutes: number;
}

interface Doc {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly permalink: string;
  readonly source: string;
  readonly sidebarPosition?: number;
  readonly draft: boolean;
  readonly unlisted: boolean;
}

interface DocsContent {
  readonly loadedVersions: readonly { readonly docs: readonly Doc[] }[];
}

/** Of technical prose, a little less than of a novel. */
const WORDS_A_MINUTE = 200;

/** The lessons that exist, in the order of the sidebar. */
export function lessonsOf(docsContent: unknown, siteDir: string): LessonEntry[] {
  const version = (docsContent as DocsContent).loadedVersions[0];
  if (version === undefined) throw new Error('There are no lessons under docs/.');
  const last = Number.MAX_SAFE_INTEGER;
  return version.docs
    .filter((doc) => !doc.draft && !doc.unlisted)
    .sort((a, b) => (a.sidebarPosition ?? last) - (b.sidebarPosition ?? last))
    .map(({ id, title, description, permalink, source }) => ({
      id,
      title,
      description,
      permalink,
      minutes: minutesToRead(readFileSync(source.replace('@site', siteDir), 'utf8')),
    }));
}

/** How long one reads the prose of an MDX file: without code, tags and the list of sources. */
export function minutesToRead(mdx: string): number {
  const prose = mdx
    .replace(/^---\n[\s\S]*?\n---\n/, '')
    .replace(/^## Sources\n[\s\S]*$/m, '')
    .replace(/^(```|~~~)[\s\S]*?^\1/gm, '')
    .replace(/^import .*$/gm, '')
    .replace(/<Source>[\s\S]*?<\/Source>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\]\([^)]*\)/g, ']');
  const words = prose.match(/[\p{L}\p{N}][\p{L}\p{N}’'-]*/gu)?.length ?? 0;
  return Math.max(1, Math.round(words / WORDS_A_MINUTE));
}
