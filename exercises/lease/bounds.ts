/** How far the rate of a monotonic clock may be off. */
export const RHO = 0.01;
/** A granted lease is held for this part of its time, counted from the call. */
export const USEFUL_PART = 0.9;
/** A call whose messages take no longer than this … */
export const SOON_MS = 10;
/** … ends within this. */
export const ANSWERED_MS = 100;
