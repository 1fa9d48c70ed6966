/**
 * @approach Pauses and crashes where the solution delays and steps.
 */
import type { Attack } from 'partial-failure/break-the-lock';

export const systemA: Attack = [
  { kind: 'pause', at: { node: 'client-1', incarnation: 0, step: 41 }, forMs: 6000 },
];
export const systemB: Attack = null;
export const systemC: Attack = [{ kind: 'clock-step', at: { node: 'client-1', atMs: 3000 }, byMs: -10_000 }];
export const systemD: Attack = ['lock-3', 'lock-4', 'lock-5'].map((node) => ({
  kind: 'crash',
  at: { node, atMs: 2000 },
  restartAfterMs: 50,
}));
export const systemE: Attack = [
  { kind: 'delay', message: 'request client-1>storage 0.8', byMs: 4000 },
  { kind: 'crash', at: { node: 'storage', atMs: 7000 }, restartAfterMs: 100 },
];
