/**
 * @breaks breaks-c
 * @misconception A holder whose answers are lost goes on writing.
 */
import type { Attack } from 'partial-failure/break-the-lock';

export const systemA: Attack = [{ kind: 'delay', message: 'request client-1>storage 0.8', byMs: 2000 }];
export const systemB: Attack = null;
export const systemC: Attack = [
  { kind: 'drop', message: 'reply request client-1>storage 0.3' },
  { kind: 'drop', message: 'reply request client-2>lock 0.19' },
];
export const systemD: Attack = ['lock-1', 'lock-2', 'lock-3'].map((node) => ({
  kind: 'clock-step',
  at: { node, atMs: 1000 },
  byMs: 10_000,
}));
export const systemE: Attack = [
  { kind: 'delay', message: 'request client-1>storage 0.8', byMs: 4000 },
  { kind: 'crash', at: { node: 'storage', atMs: 7000 }, restartAfterMs: 100 },
];
