import type { FinishedOperation, Operation } from '../history/operation.ts';
import { assertWellFormed } from '../history/well-formed.ts';
import type { SequentialModel } from '../models/model.ts';
import { assert } from '../util/assert.ts';
import { layOut, type Problem } from './linearizability/problem.ts';
import { search, type SearchResult } from './linearizability/search.ts';
import { Transitions } from './linearizability/transitions.ts';
import { item } from './linearizability/words.ts';

/** How {@link checkLinearizability} is to judge, and how long to try. */
export interface LinearizabilityOptions {
  /** Whether open operations must take effect by their `mustTakeEffectBefore` or never. Default: they may at any time. */
  readonly strict?: boolean;
  /**
   * How many times an operation may be placed, over all parts of the history, before the verdict is `unknown`.
   * Counted, never timed: the same history gets the same verdict everywhere. Default 2,000,000, a second or so.
   */
  readonly budget?: number;
}

/** An operation in its place in an order, and the state it leaves behind, in the model's words. */
export interface PlacedOperation {
  readonly operation: Operation;
  readonly stateAfter: string;
}

/** A legal order of one part of a history; the history's only part if the model does not divide it. */
export interface PartOrder {
  readonly part?: string;
  /** Finished operations all, open ones where they took effect. */
  readonly order: readonly PlacedOperation[];
}

/**
 * Why a part of a history is not linearizable. Up to just before `blocked` returns it is, for example by `order`;
 * with that return it is not, by any order.
 */
export interface LinearizabilityEvidence extends PartOrder {
  readonly blocked: FinishedOperation;
  /** What was under way when `blocked` returned and is not in `order`: `blocked` first, then those that return later. */
  readonly unplaced: readonly Operation[];
  /** Every state that the object can have been in just before `blocked` returned, in the model's words. */
  readonly possibleStates: readonly string[];
}

/** The verdict with its proof: an order for each part, or the part that has none. `steps` count against the budget. */
export type LinearizabilityResult =
  | { readonly verdict: 'ok'; readonly steps: number; readonly parts: readonly PartOrder[] }
  | { readonly verdict: 'illegal'; readonly steps: number; readonly evidence: LinearizabilityEvidence }
  | { readonly verdict: 'unknown'; readonly steps: number; readonly undecidedParts: readonly string[] };

const DEFAULT_BUDGET = 2_000_000;

/**
 * Whether a concurrent history could have come from the object that `model` describes, used by one client at a time,
 * each operation taking effect at one instant between its call and its return (Herlihy and Wing, 1990).
 *
 * - Failed operations had no effect. Open ones may take effect at any instant since their call, or never.
 * - An operation is before another only if it returned at an earlier instant than the other was called.
 * - A history of independent parts is checked part by part, in order of their first operations (`model.partition`;
 *   Horn and Kroening, *Faster linearizability checking via P-compositionality*, 2015). What one part leaves of the
 *   budget goes to the next ones.
 *
 * The problem is NP-complete (Gibbons and Korach, 1997), hence the budget; the algorithm is told at {@link search}.
 *
 * @throws AssertionError for a malformed history, or an input that the model does not know.
 */
export function checkLinearizability<S>(
  model: SequentialModel<S>,
  history: readonly Operation[],
  options: LinearizabilityOptions = {},
): LinearizabilityResult {
  const { strict = false, budget = DEFAULT_BUDGET } = options;
  assertWellFormed(history);
  const orders: (() => PartOrder)[] = [];
  const undecidedParts: string[] = [];
  const divided = divide(model, history);
  let partsLeft = divided.size;
  let steps = 0;
  for (const [part, operations] of divided) {
    const problem = layOut(operations, strict);
    const transitions = new Transitions(model, problem.operations);
    const found = search(problem, transitions, Math.ceil((budget - steps) / partsLeft--));
    steps += found.steps;
    const named = model.partition === undefined ? {} : { part };
    const order = (): PlacedOperation[] =>
      found.order.map((operation, index) => ({
        operation: item(problem.operations, operation),
        stateAfter: transitions.describe(item(found.states, index)),
      }));
    if (found.verdict === 'illegal') {
      const possibleStates = found.possibleStates.map((state) => transitions.describe(state));
      return {
        verdict: 'illegal',
        steps,
        evidence: { ...named, order: order(), ...blockage(problem, found), possibleStates },
      };
    }
    if (found.verdict === 'unknown') undecidedParts.push(part);
    orders.push(() => ({ ...named, order: order() }));
  }
  if (undecidedParts.length > 0) return { verdict: 'unknown', steps, undecidedParts };
  return {
    verdict: 'ok',
    steps,
    // Told only when asked for: nearly all histories are right, and nobody looks at their orders.
    get parts() {
      return orders.map((order) => order());
    },
  };
}

/** The parts of a history under their names, in order of first appearance. */
function divide<S>(model: SequentialModel<S>, history: readonly Operation[]): Map<string, Operation[]> {
  const parts = new Map<string, Operation[]>();
  for (const operation of history) {
    const part = model.partition?.(operation.input) ?? '';
    const operations = parts.get(part);
    if (operations === undefined) parts.set(part, [operation]);
    else operations.push(operation);
  }
  return parts;
}

function blockage(problem: Problem, found: SearchResult) {
  const blocked = found.blocked === undefined ? undefined : item(problem.operations, found.blocked);
  assert(blocked?.status === 'ok', 'linearizability: an illegal history has no operation that it fails at');
  return { blocked, unplaced: found.unplaced.map((operation) => item(problem.operations, operation)) };
}
