/**
 * Careful dealings with values that a learner's program made. Reading a member, calling it and asking whether a value is
 * to be waited for can each run code of the program, which may throw: all of it happens within {@link outcomeOf}.
 */
import { isFunction, isObject } from './promise-capability.ts';
import type { PromiseRealm } from './promise.ts';

/**
 * Runs what touches a program, and tells how it ended: at once, or once the promise that it gave has settled. Whatever
 * the program throws on the way goes to `then`; this never throws by itself.
 *
 * @param touch reads, calls, and gives what the program gave
 */
export function outcomeOf(
  realm: Pick<PromiseRealm, 'settled'>,
  touch: () => unknown,
  then: (ok: boolean, value: unknown) => void,
): void {
  let value: unknown;
  try {
    value = touch();
    if (isThenable(value)) {
      realm.settled(value, then);
      return;
    }
  } catch (thrown) {
    then(false, thrown);
    return;
  }
  then(true, value);
}

/** A method of an instance, however it came to be there; to be called on the instance. A getter of it may throw. */
export function memberOf(instance: unknown, name: string): ((...args: unknown[]) => unknown) | undefined {
  if ((typeof instance !== 'object' && typeof instance !== 'function') || instance === null) return undefined;
  const member: unknown = Reflect.get(instance, name);
  return isFunction(member) ? member : undefined;
}

/** The same, bound to its instance. */
export function methodOf(instance: unknown, name: string): ((...args: unknown[]) => unknown) | undefined {
  const member = memberOf(instance, name);
  return member && ((...args) => Reflect.apply(member, instance, args));
}

/** Whether a value is to be waited for. One whose `then` cannot be read is: waiting for it is a rejection. */
function isThenable(value: unknown): boolean {
  if (!isObject(value)) return false;
  try {
    return isFunction(Reflect.get(value, 'then'));
  } catch {
    return true;
  }
}

/** What was thrown, in words; never throws itself. */
export function describeThrown(thrown: unknown): string {
  try {
    if (thrown instanceof Error) return `${thrown.name}: ${thrown.message}`.slice(0, 500);
    if (typeof thrown === 'string') return thrown.slice(0, 500);
    if (typeof thrown === 'object' && thrown !== null) return JSON.stringify(thrown).slice(0, 500);
    return String(thrown).slice(0, 500);
  } catch {
    return 'something that cannot be shown';
  }
}
