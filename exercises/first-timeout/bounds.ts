/** The room that the brief gives at every bound, in ms of the asking node's monotonic clock. */
export const ROOM_MS = 50;
/** Clocks count whole µs; two roundings stay far below this. */
export const ROUNDING_MS = 2;
