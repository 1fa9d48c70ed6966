/*
 * The numbers of the brief. All waits count by the client's own clock. Right programs use at most some 0.7 of each.
 */

/** From the call to its first request, and from the first reply to the end of the call, in ms. */
export const AT_ONCE_MS = 50;
/** An open call asks at least so often, in ms. */
export const QUIET_MS = 8_000;

/** How soon a lost request is followed by the next, in ms, where a round trip takes `longestMs` at most. */
export function soonMs(longestMs: number): number {
  return Math.max(160, 3 * longestMs + 10);
}

/** What comes before a call that is judged: so many calls to the same server that needed one request each. */
export const CLEAN_BEFORE = 10;
/** So many calls to the server in all, */
export const CALLS_BEFORE = 40;
/** and so many since the network changed. */
export const CALLS_SINCE_CHANGE = 150;

/** Calls are judged for needless requests from this one of a phase on, if there are so many of them. */
export const SETTLED_IN = 20;
export const JUDGED_MIN = 40;
/** How many in a hundred of them may ask while a reply is on its way. */
export const NEEDLESS_PERCENT = 10;
/** The first calls of a run may not, while round trips differ by no more than this factor from the first. */
export const EARLY_CALLS = 5;
export const EARLY_GROWTH = 1.4;

/** At the kth request of a call, k is at most this, and so many more for each second since the call. */
export const REQUESTS_FREE = 20;
export const REQUESTS_PER_SECOND = 2;
