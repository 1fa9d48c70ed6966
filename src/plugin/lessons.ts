/** A lesson as the start page lists it. */
export interface LessonEntry {
  readonly title: string;
  readonly description: string;
  readonly permalink: string;
}

interface Doc {
  readonly title: string;
  readonly description: string;
  readonly permalink: string;
  readonly sidebarPosition?: number;
  readonly draft: boolean;
  readonly unlisted: boolean;
}

interface DocsContent {
  readonly loadedVersions: readonly { readonly docs: readonly Doc[] }[];
}

/** The lessons that exist, in the order of the sidebar. */
export function lessonsOf(docsContent: unknown): LessonEntry[] {
  const version = (docsContent as DocsContent).loadedVersions[0];
  if (version === undefined) throw new Error('There are no lessons under docs/.');
  const last = Number.MAX_SAFE_INTEGER;
  return version.docs
    .filter((doc) => !doc.draft && !doc.unlisted)
    .sort((a, b) => (a.sidebarPosition ?? last) - (b.sidebarPosition ?? last))
    .map(({ title, description, permalink }) => ({ title, description, permalink }));
}
