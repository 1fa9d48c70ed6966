/**
 * A fault of the course itself: something that the surrounding code promised does not hold. Never thrown for what a
 * learner's program did; the host reports it as `error`, which costs nobody points.
 */
export class AssertionError extends Error {
  override readonly name: string = 'AssertionError';
}

/**
 * States what must be true here; after it the compiler knows it too.
 *
 * @param message what was expected, where, and what to do next. Pass a function where building the text would cost time.
 * @throws AssertionError when `condition` is falsy.
 */
export function assert(condition: unknown, message: string | (() => string)): asserts condition {
  if (condition) return;
  throw new AssertionError(typeof message === 'string' ? message : message());
}

/**
 * Marks the branch that no value reaches. The compiler refuses the call while a case is missing.
 *
 * @throws AssertionError always: a value got here past the types.
 */
export function unreachable(x: never): never {
  throw new AssertionError(`unreachable: no case for ${describe(x)}`);
}

function describe(x: unknown): string {
  if (typeof x === 'string') return JSON.stringify(x);
  if (typeof x === 'object' && x !== null) return 'an object';
  return typeof x === 'function' ? 'a function' : String(x);
}
