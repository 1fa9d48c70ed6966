/**
 * @breaks breaks-e
 * @misconception A lock service that crashes hands out the same token again.
 */
import type { Attack } from 'partial-failure/break-the-lock';

export const systemA: Attack = [{ kind: 'delay', message: 'request client-1>storage 0.8', byMs: 2000 }];
export const systemB: Attack = null;
export const systemC: Attack = [{ kind: 'clock-step', at: { node: 'client-1', atMs: 3000 }, byMs: -10_000 }];
export const systemD: Attack = ['lock-1', 'lock-2', 'lock-3'].map((node) => ({
  kind: 'clock-step',
  at: { node, atMs: 1000 },
  byMs: 10_000,
}));
export const systemE: Attack = [
  { kind: 'delay', message: 'request client-1>storage 0.8', byMs: 4000 },
  { kind: 'crash', at: { node: 'lock', atMs: 4600 }, restartAfterMs: 100 },
];
