/** How long a call may take, in ms of the client's clock, and the room beside it. */
export const DEADLINE_MS = 5_000;
export const ROOM_MS = 100;
/** Both together, by a clock that is 0.1 % off, in true ms. */
export const LATEST_MS = (DEADLINE_MS + ROOM_MS) * 1.001 + 1;
/** Attempts for each call that begins in an outage, on average; and these in all besides. */
export const ATTEMPTS_PER_CALL = 4;
export const ATTEMPTS_BESIDES = 50;
/** The span of calls that are judged after an outage, in ms after its end. */
export const JUDGED_FROM_MS = 10_000;
export const JUDGED_UNTIL_MS = 25_000;
/** The share of those calls that must be answered: in traffic that is always the same, and in drawn traffic. */
export const RECOVERED_SHARE = 0.9;
export const RECOVERED_SHARE_DRAWN = 0.5;
/** The share of valid calls that must be answered where there is no outage. */
export const ANSWERED_SHARE = 0.99;
/** The span in which delayed attempts of a wave are counted, in ms; the share of its calls that may be tried in it. */
export const WINDOW_MS = 10;
export const WAVE_SHARE = 0.25;
/** A first attempt that begins later than this after its call counts as delayed, in ms. */
export const DELAYED_MS = 50;
