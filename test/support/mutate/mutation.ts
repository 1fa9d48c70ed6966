/** One small mechanical change of a program. */
export interface Mutation {
  /** What kind of change, in a word or two. */
  readonly kind: string;
  /** Offsets in the source: what stands there is replaced. */
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/** The program with the change made. */
export function applyMutation(source: string, { start, end, replacement }: Mutation): string {
  return source.slice(0, start) + replacement + source.slice(end);
}

/** The lines that a change touches, before and after it, without their indentation. */
export function linesOf(source: string, mutation: Mutation): { was: string; becomes: string } {
  const { start, end } = mutation;
  const from = source.lastIndexOf('\n', start - 1) + 1;
  const next = source.indexOf('\n', end);
  const to = next === -1 ? source.length : next;
  const tidy = (text: string): string =>
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .join('\n');
  const was = source.slice(from, to);
  const changed = source.slice(from, start) + mutation.replacement + source.slice(end, to);
  return { was: tidy(was), becomes: tidy(changed) };
}
