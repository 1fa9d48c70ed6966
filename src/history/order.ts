import type { Operation } from './operation.ts';

/**
 * The last instant, in microseconds, at which an operation can have taken effect: its return; for an open one its
 * deadline if `strict`, else infinity.
 */
export function latestEffect(operation: Operation, strict: boolean): number {
  if (operation.status !== 'info') return operation.returnedAt;
  return strict ? (operation.mustTakeEffectBefore ?? Infinity) : Infinity;
}

/**
 * Whether `a` was over before `b` began, so that every linearization has `a` first. Strictly before: of two operations
 * that touch at one instant nobody can say which came first, so they overlap.
 */
export function precedes(a: Operation, b: Operation, strict = false): boolean {
  return latestEffect(a, strict) < b.invokedAt;
}

/** Whether neither precedes the other. */
export function overlaps(a: Operation, b: Operation, strict = false): boolean {
  return !precedes(a, b, strict) && !precedes(b, a, strict);
}
