/**
 * @approach A second copy of an old write instead of a late first one; two lost messages and one step.
 */
import type { Attack } from 'partial-failure/break-the-lock';

export const systemA: Attack = [{ kind: 'delay', message: 'request client-1>storage 0.8', byMs: 2000 }];
export const systemB: Attack = null;
export const systemC: Attack = [{ kind: 'clock-step', at: { node: 'client-1', atMs: 10 }, byMs: -20_000 }];
export const systemD: Attack = [
  { kind: 'drop', message: 'request client-1>lock-1 0.0' },
  { kind: 'drop', message: 'request client-1>lock-2 0.0' },
  { kind: 'clock-step', at: { node: 'lock-3', atMs: 1000 }, byMs: 10_000 },
];
export const systemE: Attack = [
  { kind: 'duplicate', message: 'request client-1>storage 0.2', afterMs: 7000 },
  { kind: 'crash', at: { node: 'storage', atMs: 6000 }, restartAfterMs: 1000 },
];
