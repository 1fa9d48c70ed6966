/** The time to live of every lease, in ms. */
export const TTL_MS = 3_000;
/** What of it certainly runs, in µs: clocks are off by 1 %. */
export const LEASE_US = (TTL_MS * 0.99 - 2) * 1000;
/** How long a lock stays free while somebody asks for it, in ms, when nothing is wrong. */
export const FREE_MS = 20_000;
/** How long any acquire that is open at the last fault may take after it, in ms. */
export const WAIT_MS = 60_000;
/** How long `renew` and `release` may take, in ms, without the pauses of their client. */
export const SHORT_MS = 5_000;
/** Room for rounding and timers, in ms. */
export const ROOM_MS = 60;
