/**
 * A program's own copy of what the course hands it: lists, plain objects, maps and sets are copied, all else is frozen
 * with what it leads to. Programs may change what they are given, and nobody else sees it.
 *
 * @param protect freezes a value and all that it leads to
 */
export function handOver(value: unknown, protect: (value: object) => object): unknown {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return value;
  const copy = (part: unknown): unknown => handOver(part, protect);
  if (Array.isArray(value)) return value.map(copy);
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [copy(key), copy(item)]));
  if (value instanceof Set) return new Set([...value].map(copy));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) {
    const result: object = Object.create(prototype) as object;
    for (const [key, member] of Object.entries(value)) {
      Object.defineProperty(result, key, {
        value: copy(member),
        enumerable: true,
        writable: true,
        configurable: true,
      });
    }
    return result;
  }
  return protect(value);
}
