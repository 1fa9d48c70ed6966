import type { Operation } from '../history/operation.ts';
import type { Json } from '../util/canonical.ts';

/** The answer of {@link SequentialModel.step} for an output that the state does not allow. */
export const illegal: unique symbol = Symbol('illegal');
export type Illegal = typeof illegal;

/**
 * What an object does when only one client uses it: the specification that a concurrent history is compared with.
 * After Porcupine's `Model` (`model.go`), where too the words for people live in the model, so that all views agree.
 *
 * States are values: no function changes the state it is given. All functions are pure and answer for every output
 * whatever, since outputs come from learners' programs; inputs come from the course and may be asserted.
 */
export interface SequentialModel<S> {
  readonly name: string;

  /** The state before the first operation. */
  init(): S;

  /** The state after a finished operation, or {@link illegal} when it could not have given that output in this state. */
  step(state: S, input: Json, output: Json): S | Illegal;

  /**
   * Every state that an operation without a known output may leave behind when it takes effect in `state`: at least
   * those to which {@link SequentialModel.step} leads for some output. `state` itself need not be among them: never to
   * take effect is always possible.
   */
  open(state: S, input: Json): readonly S[];

  /**
   * Whether a finished operation only looks: having changed nothing in one state, it changes nothing in any state that
   * can follow and allows it. True of reads and refusals. Not of writes, even of the value that is there already:
   * later they may bring it back. Checkers place what only looks without a search. Left out: nothing is known to.
   */
  observes?(input: Json, output: Json): boolean;

  /** Equal for equal states, different for different ones. */
  key(state: S): string | number;

  /**
   * Names the part of the object that an operation concerns, when parts do not influence each other: the history is
   * linearizable exactly when that of each part is (Herlihy and Wing, section 3.1, "locality").
   */
  partition?(input: Json): string;

  /** An operation in a few words, such as `write 3` or `read → 4`. */
  describe(operation: Operation): string;

  /** A state in a few words. */
  describeState(state: S): string;
}
