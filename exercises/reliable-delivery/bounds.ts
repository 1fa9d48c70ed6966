/** From the moment the link works, everything must have been delivered this long after… */
export const DELIVERED_AFTER_MS = 15_000;
/** …and this much longer for each payload. */
export const DELIVERED_PER_PAYLOAD_MS = 250;
/** How long both sides are watched for being silent afterwards. */
export const QUIET_MS = 10_000;
/** Paces are counted over this time. */
export const WINDOW_MS = 1_000;
/** In it the sender may send so many datagrams, and so many for each payload that it was given. */
export const PACE = { base: 20, perPayload: 15 } as const;
/** In it the receiver may send so many, and so many for each datagram of the last two windows. */
export const ANSWERS = { base: 20, perDatagram: 2 } as const;
