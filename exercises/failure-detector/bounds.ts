/** A crash must be seen within so many of the regime's q; where that is less, within so many intervals. */
export const DETECTED_Q = 6;
export const DETECTED_MIN = 5.7;
/** Mistakes are counted from this heartbeat on after the start, and after a change of the network. */
export const SETTLED_AT_START = 30;
export const SETTLED_AFTER_CHANGE = 200;
/** Of all answers while the peer lives, at most so many in a hundred may say true. */
export const SUSPECTED_PERCENT = 10;
/** The first heartbeats after perfect regularity, in which there may be no mistake. */
export const FIRST_IRREGULAR = 100;
/** The shortest pause of the observer that it must notice, in intervals. */
export const PAUSE_MIN = 5;
/** How long after a pause of the observer, and after a step of its clock, there may be no mistake, in intervals. */
export const AFTER_PAUSE = 2;
export const AFTER_STEP = 5;
/** How long nobody is suspected who has not been heard of yet, in intervals. */
export const UNHEARD = 10;
/** From which heartbeat after an outage on the peer is to be trusted, and through how many. */
export const TRUSTED_FROM = 3;
export const TRUSTED_THROUGH = 20;
