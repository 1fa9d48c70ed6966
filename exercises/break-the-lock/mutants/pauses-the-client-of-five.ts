/**
 * @breaks breaks-d
 * @misconception A pause breaks every lock that is not fenced, so it is allowed everywhere.
 */
import type { Attack } from 'partial-failure/break-the-lock';

export const systemA: Attack = [{ kind: 'delay', message: 'request client-1>storage 0.8', byMs: 2000 }];
export const systemB: Attack = null;
export const systemC: Attack = [{ kind: 'clock-step', at: { node: 'client-1', atMs: 3000 }, byMs: -10_000 }];
export const systemD: Attack = [{ kind: 'pause', at: { node: 'client-1', atMs: 4000 }, forMs: 3000 }];
export const systemE: Attack = [
  { kind: 'delay', message: 'request client-1>storage 0.8', byMs: 4000 },
  { kind: 'crash', at: { node: 'storage', atMs: 7000 }, restartAfterMs: 100 },
];
