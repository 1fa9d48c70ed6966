import type { Operation } from '../../../src/history/operation.ts';
import { precedes } from '../../../src/history/order.ts';
import { illegal, type SequentialModel } from '../../../src/models/model.ts';

/** An operation that every order must contain, or may. */
export interface Candidate {
  readonly operation: Operation;
  readonly optional: boolean;
}

/** What an operation can do in a state. */
export function outcomes<S>(model: SequentialModel<S>, state: S, operation: Operation): readonly S[] {
  if (operation.status === 'fail') return [];
  if (operation.status === 'info') return model.open(state, operation.input);
  const next = model.step(state, operation.input, operation.output);
  return next === illegal ? [] : [next];
}

/** As linearizability reads: failed operations are out, open ones optional. */
export function candidates(history: readonly Operation[]): Candidate[] {
  return history
    .filter((operation) => operation.status !== 'fail')
    .map((operation) => ({ operation, optional: operation.status === 'info' }));
}

/**
 * The keys of all states in which some legal order of all required and any optional operations ends: every permutation
 * of every subset is tried, by the definition and nothing else. Empty: there is no such order.
 */
export function finalStates<S>(
  model: SequentialModel<S>,
  all: readonly Candidate[],
  strict: boolean,
): Set<string | number> {
  const found = new Set<string | number>();
  const extend = (order: readonly Operation[], rest: readonly Candidate[], state: S): void => {
    if (rest.every(({ optional }) => optional)) found.add(model.key(state));
    for (const candidate of rest) {
      const { operation } = candidate;
      if (order.some((earlier) => precedes(operation, earlier, strict))) continue;
      const others = rest.filter((other) => other !== candidate);
      for (const next of outcomes(model, state, operation)) extend([...order, operation], others, next);
    }
  };
  extend([], all, model.init());
  return found;
}

/** The verdict by the definition. */
export function bruteForce<S>(
  model: SequentialModel<S>,
  history: readonly Operation[],
  strict: boolean,
): 'ok' | 'illegal' {
  return finalStates(model, candidates(history), strict).size > 0 ? 'ok' : 'illegal';
}
