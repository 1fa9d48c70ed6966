/** Careful dealings with values that a learner's program made. */

/** A method of an instance, bound; however it came to be there. */
export function methodOf(instance: unknown, name: string): ((...args: unknown[]) => unknown) | undefined {
  if ((typeof instance !== 'object' && typeof instance !== 'function') || instance === null) return undefined;
  const member: unknown = Reflect.get(instance, name);
  if (typeof member !== 'function') return undefined;
  return (...args) => Reflect.apply(member, instance, args);
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
