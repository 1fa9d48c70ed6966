/** What the search plugin brings without types: the worker that holds the index, and asks it. */
declare module '@theme/searchByWorker' {
  /** Where a term was found: in `t`, the text of the document, at pairs of a place and a length. */
  type Found = Readonly<Record<string, { readonly t?: { readonly position: [number, number][] } }>>;

  /** A passage of a page: its text `t`, the page's address `u`, the anchor `h` of its heading, its heading `s`. */
  interface Passage {
    readonly i: number;
    readonly t: string;
    readonly u: string;
    readonly h?: string;
    readonly s?: string;
  }

  export interface SearchResult {
    readonly document: Passage;
    /** 0: the page's title, 1: a heading, 2: its description, 3: its keywords, 4: a passage of its text. */
    readonly type: number;
    /** The page that a passage stands on; of a title, false. */
    readonly page: { readonly t: string } | false;
    readonly metadata: Found;
  }

  export function fetchIndexesByWorker(baseUrl: string, context: string): Promise<void>;
  export function searchByWorker(
    baseUrl: string,
    context: string,
    input: string,
    limit: number,
  ): Promise<SearchResult[]>;
}
