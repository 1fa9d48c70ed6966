/** The room that the brief gives at every bound, in ms of the asking node's monotonic clock. */
export const ROOM_MS = 50;
/** Clocks count whole µs; two roundings stay far below this. */
export const ROUNDING_MS = 2;
/** "At once" is not later than this after the call, in ms of the asker's clock. */
export const AT_ONCE_MS = 10;
