/** Careful dealings with values that a learner's program made. */
import { isFunction } from './promise-capability.ts';

/** A method of an instance, however it came to be there; to be called on the instance. */
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

/** Whether a value is to be waited for. */
export function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'then') === 'function';
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
