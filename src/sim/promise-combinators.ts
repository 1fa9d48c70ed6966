/**
 * `Promise.all`, `allSettled`, `any` and `race` (ECMA-262, 27.2.4): each settles the promise of a capability by what
 * `constructor.resolve` makes of the values.
 */
import { get, invokeThen, isFunction, isObject, type Capability } from './promise-capability.ts';

const { apply } = Reflect;

/** Told what was thrown on the way. */
type OnThrown = (error: unknown) => void;

/** Fulfilled with all values, rejected with the first reason. */
export function all(
  capability: Capability,
  constructor: unknown,
  values: unknown,
  onThrown?: OnThrown,
): unknown {
  const results: unknown[] = [];
  return combine(
    capability,
    constructor,
    values,
    onThrown,
    (next, index, done) => {
      results.push(undefined);
      invokeThen(
        next,
        once((value) => {
          results[index] = value;
          done();
        }),
        capability.reject,
      );
    },
    () => capability.resolve(results),
  );
}

/** Fulfilled with what became of each. */
export function allSettled(
  capability: Capability,
  constructor: unknown,
  values: unknown,
  onThrown?: OnThrown,
): unknown {
  const results: unknown[] = [];
  return combine(
    capability,
    constructor,
    values,
    onThrown,
    (next, index, done) => {
      results.push(undefined);
      const settle = once((result) => {
        results[index] = result;
        done();
      });
      invokeThen(
        next,
        (value: unknown) => settle({ status: 'fulfilled', value }),
        (reason: unknown) => settle({ status: 'rejected', reason }),
      );
    },
    () => capability.resolve(results),
  );
}

/** Fulfilled with the first value, rejected with all reasons. */
export function any(
  capability: Capability,
  constructor: unknown,
  values: unknown,
  onThrown?: OnThrown,
): unknown {
  const reasons: unknown[] = [];
  return combine(
    capability,
    constructor,
    values,
    onThrown,
    (next, index, done) => {
      reasons.push(undefined);
      invokeThen(
        next,
        capability.resolve,
        once((reason) => {
          reasons[index] = reason;
          done();
        }),
      );
    },
    () => capability.reject(new AggregateError(reasons, 'All promises were rejected')),
  );
}

/** Settled as the first of them. */
export function race(
  capability: Capability,
  constructor: unknown,
  values: unknown,
  onThrown?: OnThrown,
): unknown {
  return combine(
    capability,
    constructor,
    values,
    onThrown,
    (next) => invokeThen(next, capability.resolve, capability.reject),
    () => undefined,
  );
}

/** The loop that the four share; `visit` gets each promise and its index, `finish` is called when all are done. */
function combine(
  capability: Capability,
  constructor: unknown,
  values: unknown,
  onThrown: OnThrown | undefined,
  visit: (next: unknown, index: number, done: () => void) => void,
  finish: () => void,
): unknown {
  let open = 1;
  const done = (): void => {
    open -= 1;
    if (open === 0) finish();
  };
  try {
    const resolve = get(constructor, 'resolve');
    if (!isFunction(resolve)) throw new TypeError('Promise: resolve is not a function');
    let index = 0;
    for (const value of iterable(values)) {
      open += 1;
      visit(apply(resolve, constructor, [value]), index, done);
      index += 1;
    }
    done();
  } catch (error) {
    onThrown?.(error);
    capability.reject(error);
  }
  return capability.promise;
}

/** Lets only the first call through, as the resolve functions of the combinators do. */
function once(action: (value: unknown) => void): (value: unknown) => void {
  let called = false;
  return (value) => {
    if (called) return;
    called = true;
    action(value);
  };
}

function iterable(values: unknown): Iterable<unknown> {
  if (typeof values === 'string') return values;
  if (!isObject(values) || !isIterable(values)) {
    throw new TypeError('Promise: expected something that can be iterated, such as an array of promises');
  }
  return values;
}

function isIterable(value: object): value is Iterable<unknown> {
  return isFunction(get(value, Symbol.iterator));
}
