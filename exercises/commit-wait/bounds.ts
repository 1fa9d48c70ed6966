/** Room for rounding and for sleeps that end late, in ms. */
export const ROOM_MS = 10;
/** How long a coordinator may go on from a later timestamp that it gave before, in ms. */
export const CARRIED_MS = 150;
