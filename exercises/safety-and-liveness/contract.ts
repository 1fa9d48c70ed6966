import type { NodeId } from 'partial-failure';

/** Something that was recorded. `at` is the observer's single real clock, in ms: whole, strictly increasing. */
export type Event = { readonly at: number; readonly node: NodeId } & (
  | { readonly type: 'request'; readonly id: string }
  /** `granted`: the node has the token from now on. Otherwise somebody else has it. */
  | { readonly type: 'response'; readonly id: string; readonly granted: boolean; readonly token: number }
  | { readonly type: 'crash' }
  | { readonly type: 'restart' }
);

/** All that happened up to `end`, which is not before the last event. */
export interface Trace {
  readonly events: Event[];
  readonly end: number;
}

/** Where a property is broken. */
export interface Violation {
  /** Index into `events`. */
  readonly event: number;
}

export type Uniqueness = (trace: Trace) => Violation | undefined;
export type Monotonicity = (trace: Trace) => Violation | undefined;
/** @param options `bound`: in ms, a whole number from 1 */
export type Availability = (trace: Trace, options: { bound: number }) => Violation | undefined;

/** Of each statement in the brief, what it is. */
export type Classification = Record<
  'p1' | 'p2' | 'p3' | 'p4' | 'p5' | 'p6' | 'p7' | 'p8',
  'safety' | 'liveness'
>;
