/**
 * Takes items away, so many at a time and then fewer, until no single one can be. After Zeller and Hildebrandt,
 * Simplifying and Isolating Failure-Inducing Input, IEEE TSE 28 (2), 2002, with complements only. The empty list is not
 * tried.
 *
 * @param sizeMax how many to take away at first
 * @param stillFails whether a shorter list will do
 * @param mayAsk whether it may be asked once more: of long lists, not even the candidates are made then
 */
export function takeAway<T>(
  items: readonly T[],
  stillFails: (candidate: readonly T[]) => boolean,
  sizeMax: number,
  mayAsk: () => boolean,
): readonly T[] {
  let current = items;
  for (let size = sizeMax; size >= 1 && mayAsk();) {
    let removed = false;
    for (let start = 0; start < current.length && mayAsk();) {
      const candidate = [...current.slice(0, start), ...current.slice(start + size)];
      if (candidate.length < current.length && candidate.length > 0 && stillFails(candidate)) {
        current = candidate;
        removed = true;
      } else {
        start += size;
      }
    }
    if (size > 1) size = Math.ceil(size / 2);
    else if (!removed) break;
  }
  return current;
}
