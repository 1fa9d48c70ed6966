/** A loyal general's message takes less than this, in ms. */
export const LINK_BELOW_MS = 50;
/** At this time every loyal general must have decided, in ms. */
export const DUE_MS = 400;
