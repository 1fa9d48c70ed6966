import type { Fingerprint, KnownMisconception } from '../../explore/misconception.ts';
import type { Guess } from '../report.ts';
import { nearness } from './nearness.ts';

/** So near a submission must be to a misconception, from 0 to 1. */
const NEAR = 0.7;
/** So much nearer it must be to that one than to any other. */
const MARGIN = 0.2;

/** The misconception that a program's failing looks like; `undefined` when it looks like none, or like two. */
export function recognise(fingerprint: Fingerprint, known: readonly KnownMisconception[]): Guess | undefined {
  const ranked = known
    .map((one) => ({ one, near: nearness(fingerprint, one.fingerprint) }))
    .sort((a, b) => b.near - a.near);
  const [first, second] = ranked;
  if (first === undefined || first.near < NEAR || first.near - (second?.near ?? 0) < MARGIN) return undefined;
  const { id, belief, hint } = first.one;
  return { id, belief, ...(hint !== undefined && { hint }) };
}
