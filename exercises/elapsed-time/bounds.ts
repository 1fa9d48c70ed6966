/** Room after the end of a session, in ms. Clocks that count in whole ms lose less than 1 ms in a difference. */
export const ROUNDING_MS = 2;
/** A session lasts at least its time to live less this part of it and {@link SLACK_MS}. */
export const ALLOWANCE_PER_MILLE = 3;
export const SLACK_MS = 5;
