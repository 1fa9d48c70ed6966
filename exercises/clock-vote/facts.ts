import type { Sample } from './contract.ts';

/** One call: what the sources said. */
export type Vote = readonly Sample[];

/** The times from which and to which a truth is possible: M's ends. */
export interface Hull {
  readonly min: number;
  readonly max: number;
}

/** How many of so many sources are a majority. */
export function majorityOf(sources: number): number {
  return Math.floor(sources / 2) + 1;
}

/** The sources, by their numbers from 0, in whose interval a time lies. */
export function backersOf(time: number, vote: Vote): number[] {
  return vote.flatMap(({ offset, uncertainty }, i) =>
    offset - uncertainty <= time && time <= offset + uncertainty ? [i] : [],
  );
}

/**
 * The hull of M, the times that lie in the intervals of a majority; `undefined` when M is empty. The ends of M are ends
 * of intervals: between two neighbouring ends nothing begins and nothing ends.
 */
export function hullOf(vote: Vote): Hull | undefined {
  const needed = majorityOf(vote.length);
  let min = Infinity;
  let max = -Infinity;
  for (const { offset, uncertainty } of vote)
    for (const end of [offset - uncertainty, offset + uncertainty])
      if ((end < min || end > max) && isBacked(end, vote, needed)) {
        min = Math.min(min, end);
        max = Math.max(max, end);
      }
  return min <= max ? { min, max } : undefined;
}

function isBacked(time: number, vote: Vote, needed: number): boolean {
  let backers = 0;
  for (const { offset, uncertainty } of vote)
    if (offset - uncertainty <= time && time <= offset + uncertainty) backers++;
  return backers >= needed;
}

/** The span from the first time that any source holds possible to the last. */
export function claimed(vote: Vote): Hull {
  return {
    min: Math.min(...vote.map(({ offset, uncertainty }) => offset - uncertainty)),
    max: Math.max(...vote.map(({ offset, uncertainty }) => offset + uncertainty)),
  };
}
