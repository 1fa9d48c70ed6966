/** What ECMA-262 does with promises of any class, whose insides it cannot see: by names, and by what they hand over. */

import { isEngineLimit } from './program.ts';

export type Resolve = (value: unknown) => void;

/** A promise of any class, and the functions that settle it (27.2.1.1). */
export interface Capability {
  readonly promise: unknown;
  readonly resolve: Resolve;
  readonly reject: Resolve;
}

const { apply, construct } = Reflect;

/** Whether it can have properties of its own. */
export function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** Whether it can be called. */
export function isFunction(value: unknown): value is (...args: unknown[]) => unknown {
  return typeof value === 'function';
}

/** `value.name` of anything that is not null or undefined, as the language reads it. */
export function get(value: unknown, name: PropertyKey): unknown {
  return isObject(value) ? Reflect.get(value, name) : undefined;
}

/** The same value, known to be a constructor. */
export function construction(value: unknown): new (...args: unknown[]) => unknown {
  if (!isConstructor(value)) throw new TypeError('Promise: the constructor is not one');
  return value;
}

function isConstructor(value: unknown): value is new (...args: unknown[]) => unknown {
  if (!isFunction(value)) return false;
  try {
    construct(Object, [], value);
    return true;
  } catch (error) {
    if (isEngineLimit(error)) throw error;
    return false;
  }
}

/** NewPromiseCapability (27.2.1.5), for subclasses. */
export function newCapability(constructor: unknown): Capability {
  let resolve: unknown;
  let reject: unknown;
  const promise = new (construction(constructor))((onResolve: unknown, onReject: unknown) => {
    if (resolve !== undefined || reject !== undefined) throw new TypeError('Promise: executor called twice');
    resolve = onResolve;
    reject = onReject;
  });
  if (!isFunction(resolve) || !isFunction(reject)) throw new TypeError('Promise: no resolving functions');
  return { promise, resolve, reject };
}

/** Calls `promise.then(…)` as the language does: by name. */
export function invokeThen(promise: unknown, onFulfilled: unknown, onRejected: unknown): unknown {
  const then = isObject(promise) ? get(promise, 'then') : undefined;
  if (!isFunction(then)) throw new TypeError('Promise: then is not a function');
  return apply(then, promise, [onFulfilled, onRejected]);
}
