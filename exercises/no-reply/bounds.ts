/** The bounds of the brief, in ms of the paying node's monotonic clock where a clock is meant. */
export const DEADLINE_MS = 10_000;
export const ROOM_MS = 100;
/** Clocks count whole µs; two roundings stay far below this. */
export const ROUNDING_MS = 2;
export const CANCEL_FROM_MS = 7_000;
/** A good stretch ends by then. */
export const STRETCH_BY_MS = DEADLINE_MS - 200;
/**
 * Judged from this length on: attempts 2,500 ms apart by a slow clock and an exchange of 500 ms take 3,002.5 ms. The
 * brief says "at least 3 s".
 */
export const STRETCH_JUDGED_MS = 3_005;
/** What scenarios make, so that rounding does not matter. */
export const STRETCH_MADE_MS = 3_015;
export const REQUESTS_MAX = 25;
