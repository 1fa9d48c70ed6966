/** A start, and an append, may take so long, in ms. */
export const READY_MS = 5000;
