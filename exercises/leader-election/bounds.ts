/** How fast clocks may run wrong: one in a hundred. */
export const DRIFT_PPM = 10_000;
/** A deposed leader has this long, in ms of running time, once it has heard from a later one. */
export const HEARD_MS = 500;
/** A leader whom no majority has reached for this long, in ms, does not claim. */
export const SILENCE_MS = 3000;
/** After a pause nothing is asked of a leader for this long, in ms. */
export const AWAKE_MS = 500;
/** From this long after the last fault, in ms, there is one leader … */
export const SETTLED_MS = 10_000;
/** … and it stays for at least as long. */
export const STAYS_MS = 10_000;
