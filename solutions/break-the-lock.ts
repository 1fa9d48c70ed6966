import type { Attack } from 'partial-failure/break-the-lock';

/**
 * A checks its lease by a stopwatch and then sends; nobody looks at the write when it arrives. The write of 4,500 ms is
 * sent in time and comes after the second client’s: one message that is late is enough, and no check could have helped.
 */
export const systemA: Attack = [{ kind: 'delay', message: 'request client-1>storage 0.8', byMs: 2000 }];

/**
 * B’s storage refuses what is older than what it has seen, remembers that on its disk, and changes mark and value in one
 * step. A late write is refused; a crash forgets nothing; a clock is never looked at. There is nothing to break.
 */
export const systemB: Attack = null;

/**
 * C compares the holder’s time of day with an end date. Set back while the lease runs, that clock grants the holder as
 * much time again, and the lock service knows nothing of it.
 */
export const systemC: Attack = [{ kind: 'clock-step', at: { node: 'client-1', atMs: 3000 }, byMs: -10_000 }];

/**
 * D needs three of five. Each lock node believes its own clock: three that are set forward give the lock away while the
 * first client still holds it. Two are not enough, since the second client then has two of five.
 */
export const systemD: Attack = ['lock-1', 'lock-2', 'lock-3'].map((node) => ({
  kind: 'clock-step',
  at: { node, atMs: 1000 },
  byMs: 10_000,
}));

/**
 * E refuses old tokens and keeps its mark in memory. It takes a late write *and* a storage that has forgotten: the crash
 * has to come after the second client’s write and before the late one.
 */
export const systemE: Attack = [
  { kind: 'delay', message: 'request client-1>storage 0.8', byMs: 4000 },
  { kind: 'crash', at: { node: 'storage', atMs: 7000 }, restartAfterMs: 100 },
];
