/** Which few cases and sweeps find out the most wrong programs: those that a grading makes first. */

/**
 * Cases (`scenario#index`) and sweeps (`scenario sweep`) so that each program fails in one of them, if it fails in any:
 * always that in which the most fail that are not covered yet (greedy set cover). A sweep, which is many runs, only for
 * programs that fail in no case.
 *
 * @param groups signs of programs (`Symptoms.signs`): all of a group are covered before the next group
 */
export function tellingPlaces(groups: readonly (readonly (readonly string[])[])[]): string[] {
  const chosen: string[] = [];
  for (const group of groups) {
    const programs = group.map((signs) => new Set(signs.flatMap((sign) => placeIn(sign) ?? [])));
    let left = programs.filter((places) => !chosen.some((place) => places.has(place)));
    for (const isKind of [isCase, isSweep]) {
      for (;;) {
        const best = mostFrequent(left.flatMap((places) => [...places].filter(isKind)));
        if (best === undefined) break;
        chosen.push(best);
        left = left.filter((places) => !places.has(best));
      }
    }
  }
  return chosen;
}

const isSweep = (place: string): boolean => place.endsWith(' sweep');
const isCase = (place: string): boolean => !isSweep(place);

/** `undefined` for drawn runs and exhaustive searches. */
function placeIn(sign: string): string | undefined {
  return /^\S+(?:#\d+| sweep)(?= )/.exec(sign)?.[0];
}

/** Of equals the first in the alphabet, so that the order of programs does not matter. */
function mostFrequent(places: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0];
}
