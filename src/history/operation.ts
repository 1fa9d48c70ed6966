import type { Json } from '../util/canonical.ts';

/** What is known of every operation, however it ended. */
interface Invocation {
  /** Unique in its history. */
  readonly id: number;
  /** The client that called it. */
  readonly process: string;
  /** What was asked for, in the words of the model that will judge it, for example `{op: 'write', value: 3}`. */
  readonly input: Json;
  /** Virtual time of the call, in integer microseconds. */
  readonly invokedAt: number;
}

/** It took effect, once, between call and return. */
export interface FinishedOperation extends Invocation {
  readonly status: 'ok';
  readonly output: Json;
  /** Virtual time of the return, in integer microseconds, not before `invokedAt`. */
  readonly returnedAt: number;
}

/** It certainly had no effect. Checkers skip it. An answer such as "not swapped" is `ok`: it says something. */
export interface FailedOperation extends Invocation {
  readonly status: 'fail';
  readonly output?: Json;
  readonly returnedAt: number;
}

/**
 * Nobody knows: no answer came, or one that leaves it open. It may have taken effect at any instant since the call, may
 * do so yet, or never.
 */
export interface OpenOperation extends Invocation {
  readonly status: 'info';
  /**
   * For checks that are strict at crashes: the instant, in microseconds, at which the server that held the operation
   * crashed. It took effect by then, or never. Absent: no such limit.
   */
  readonly mustTakeEffectBefore?: number;
}

/**
 * One call to an object that several clients share, as an observer with one clock saw it.
 *
 * Definitions after Herlihy and Wing, *Linearizability: A Correctness Condition for Concurrent Objects*, TOPLAS 12(3),
 * 1990, section 2; the four kinds of event (invoke, ok, fail, info) are those of Jepsen.
 */
export type Operation = FinishedOperation | FailedOperation | OpenOperation;
