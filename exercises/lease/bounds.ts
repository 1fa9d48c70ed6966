/** How far the rate of a monotonic clock may be off. */
export const RHO = 0.01;
/** A granted lease is held for this part of its time, counted from the call by the holder's own clock, however fast. */
export const USEFUL_PART = 0.9;
/** A call whose messages take no longer than this … */
export const SOON_MS = 10;
/** … ends within this. */
export const ANSWERED_MS = 100;

/** Room for clocks that are read in whole milliseconds, in µs. */
export const ROUNDING_US = 2_000;
