/** A message of a replica that does not lie takes at most this, in ms. */
export const MESSAGE_MS = 200;
/** Every operation resolves within this, in ms of true time. */
export const BOUND_MS = 3000;
