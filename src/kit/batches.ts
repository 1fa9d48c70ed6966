/** Cases that are several calls to one instance of a program: a case of one call would not find what it remembers. */

/** Deals items into batches of at most `size`, in their order. */
export function inBatches<T>(items: readonly T[], size: number): T[][] {
  const batches: T[][] = [];
  for (let from = 0; from < items.length; from += size) batches.push(items.slice(from, from + size));
  return batches;
}

/** With at most so many calls left, the calls themselves are made smaller. */
const FEW = 4;

/**
 * Smaller batches than this one, most promising first: one of its halves alone; without one of its quarters, eighths
 * and so on down to single calls; and of a few calls, one of them smaller.
 */
export function smallerBatches<T>(calls: readonly T[], smaller: (call: T) => readonly T[]): T[][] {
  const found: T[][] = [];
  const { length } = calls;
  if (length > 1) {
    const middle = Math.ceil(length / 2);
    found.push(calls.slice(0, middle), calls.slice(middle));
    for (let size = Math.ceil(length / 4); ; size = Math.ceil(size / 2)) {
      for (let from = 0; from < length; from += size)
        found.push([...calls.slice(0, from), ...calls.slice(from + size)]);
      if (size === 1) break;
    }
  }
  if (length <= FEW)
    calls.forEach((call, i) => {
      for (const one of smaller(call)) found.push(calls.map((other, j) => (j === i ? one : other)));
    });
  return found.filter((batch) => batch.length > 0);
}
