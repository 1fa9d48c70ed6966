/** A line of a comparison: in both texts, in the first alone, or in the second alone. */
export interface DiffLine {
  readonly kind: 'same' | 'first' | 'second';
  readonly text: string;
}

/**
 * Compares two texts line by line, by a longest common subsequence. Space at the ends of lines does not count. Takes
 * time and memory in proportion to the product of their lengths: meant for programs of some hundred lines.
 */
export function diffLines(first: string, second: string): DiffLine[] {
  const a = linesOf(first);
  const b = linesOf(second);
  // common[i][j]: length of the longest common subsequence of a from i on and b from j on.
  const common = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    const row = common[i];
    if (row === undefined) continue;
    for (let j = b.length - 1; j >= 0; j--)
      row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const own = a[i];
    const other = b[j];
    if (own !== undefined && own === other) {
      lines.push({ kind: 'same', text: own });
      i += 1;
      j += 1;
    } else if (own !== undefined && (other === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: 'first', text: own });
      i += 1;
    } else if (other !== undefined) {
      lines.push({ kind: 'second', text: other });
      j += 1;
    }
  }
  return lines;
}

function linesOf(text: string): string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd());
}
