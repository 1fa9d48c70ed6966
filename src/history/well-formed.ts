import { assert } from '../util/assert.ts';
import type { Operation } from './operation.ts';

/** What else a history promises. */
export interface WellFormedOptions {
  /**
   * Each process has one operation at a time: it calls again only when the one before has returned, and never after one
   * that stayed open. Right for clients; not for a server's record of deliveries, where a doubled message makes two.
   */
  readonly sequentialProcesses?: boolean;
}

/**
 * Says what is wrong with a history, or gives `undefined` when nothing is: ids are unique, instants are safe integers,
 * nothing ends before it began. A malformed history is a fault of whoever recorded it, never of a learner's program.
 */
export function findMalformation(
  operations: readonly Operation[],
  options: WellFormedOptions = {},
): string | undefined {
  const ids = new Set<number>();
  let seen = 0;
  for (const operation of operations) {
    ids.add(operation.id);
    const fault =
      ids.size === seen + 1 ? findFault(operation) : 'the id is taken. Give every operation its own.';
    if (fault !== undefined) return `operation ${operation.id} of ${operation.process}: ${fault}`;
    seen++;
  }
  return options.sequentialProcesses === true ? findOverlap(operations) : undefined;
}

/**
 * Refuses a malformed history.
 *
 * @throws AssertionError with the words of {@link findMalformation}.
 */
export function assertWellFormed(operations: readonly Operation[], options: WellFormedOptions = {}): void {
  const malformation = findMalformation(operations, options);
  assert(malformation === undefined, () => `history: ${malformation}`);
}

/** What is wrong with the instants of one operation. */
function findFault(operation: Operation): string | undefined {
  const { invokedAt } = operation;
  if (!Number.isSafeInteger(invokedAt)) return `invoked at ${invokedAt}. Instants are integer microseconds.`;
  const end = operation.status === 'info' ? operation.mustTakeEffectBefore : operation.returnedAt;
  if (end === undefined) return undefined;
  if (!Number.isSafeInteger(end)) return `ends at ${end}. Instants are integer microseconds.`;
  if (end < invokedAt) return `ends at ${end} µs, before its call at ${invokedAt} µs.`;
  return undefined;
}

/** Finds a process that calls while an operation of its own is still open. */
function findOverlap(operations: readonly Operation[]): string | undefined {
  const inOrder = [...operations].sort((a, b) => a.invokedAt - b.invokedAt || a.id - b.id);
  const previous = new Map<string, Operation>();
  for (const operation of inOrder) {
    const before = previous.get(operation.process);
    if (before !== undefined && (before.status === 'info' || before.returnedAt > operation.invokedAt)) {
      return `operation ${operation.id} of ${operation.process}: called while ${before.id} was open. One at a time.`;
    }
    previous.set(operation.process, operation);
  }
  return undefined;
}
