import type { Json } from '../api.ts';

/** Deepest nesting a message or a disk value may have. */
export const JSON_DEPTH_MAX = 64;
/** Most characters and values a message or a disk value may hold, about 64 KiB. */
export const JSON_SIZE_MAX = 65_536;

/**
 * A deep copy of a JSON value. Getters run here, before any state of the simulator is touched.
 * A property that is `undefined` is left out, as `JSON.stringify` does.
 *
 * @param what names the value in errors, for example `"message"`
 * @throws TypeError that names the path of what is not JSON
 */
export function copyJson(value: unknown, what: string): Json {
  const budget = { left: JSON_SIZE_MAX };
  return copy(value, what, 0, budget);
}

function copy(value: unknown, path: string, depth: number, budget: { left: number }): Json {
  if (--budget.left < 0) throw new TypeError(`${rootOf(path)} is larger than ${JSON_SIZE_MAX} characters.`);
  switch (typeof value) {
    case 'string':
      budget.left -= value.length;
      if (budget.left < 0) throw new TypeError(`${rootOf(path)} is larger than ${JSON_SIZE_MAX} characters.`);
      return value;
    case 'boolean':
      return value;
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${path} is ${value}; JSON has no such number.`);
      return value;
    case 'object':
      break;
    default:
      throw new TypeError(`${path} is ${article(typeof value)}; only JSON can be sent or stored.`);
  }
  if (value === null) return null;
  if (depth >= JSON_DEPTH_MAX) {
    throw new TypeError(
      `${rootOf(path)} is nested deeper than ${JSON_DEPTH_MAX} levels, or contains itself.`,
    );
  }
  if (Array.isArray(value)) {
    const length = value.length;
    if (length > budget.left)
      throw new TypeError(`${rootOf(path)} is larger than ${JSON_SIZE_MAX} characters.`);
    const items: Json[] = [];
    for (let i = 0; i < length; i++) items.push(copy(value[i], `${path}[${i}]`, depth + 1, budget));
    return items;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new TypeError(`${path} is an instance of a class; only plain objects can be sent or stored.`);
  }
  const result: Record<string, Json> = {};
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    budget.left -= key.length;
    // Not an assignment: a key such as "toString" or "__proto__" must become an own property.
    Object.defineProperty(result, key, {
      value: copy(member, `${path}.${key}`, depth + 1, budget),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return result;
}

function rootOf(path: string): string {
  return /^[^.[]*/.exec(path)?.[0] ?? path;
}

function article(type: string): string {
  return type === 'undefined' ? 'undefined' : `a ${type}`;
}
