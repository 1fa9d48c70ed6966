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
 * @param stored is told the size of a list or object, in characters and values; may throw
 * @throws TypeError that names the path of what is not JSON
 */
export function copyJson(value: unknown, what: string, stored?: (size: number) => void): Json {
  if (typeof value !== 'object' && typeof value !== 'string' && isJsonPrimitive(value)) return value;
  const copier = new Copier();
  let copy: Json;
  try {
    copy = copier.copy(value, 0);
  } catch (thrown) {
    // What is refused has been looked through all the same, and could be handed over again and again.
    stored?.(copier.size);
    if (!(thrown instanceof NotJson)) throw thrown;
    throw new TypeError(thrown.words(what));
  }
  stored?.(copier.size);
  return copy;
}

/** A copy of what is known to be JSON. */
export function cloneJson(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(cloneJson);
  // The engine's own copy has all members, whatever their names, and takes a fraction of the time of one by one.
  const result: Record<string, Json> = { ...value };
  for (const key in result) {
    const member = result[key];
    if (typeof member === 'object' && member !== null) result[key] = cloneJson(member);
  }
  return result;
}

/** Thrown on the way up from what is not JSON; gathers the path, so that good values pay nothing for it. */
class NotJson {
  private path = '';
  private readonly why: string;
  private readonly ofWhole: boolean;

  /** @param ofWhole the complaint is about the whole value, not about one place in it */
  constructor(why: string, ofWhole: boolean) {
    this.why = why;
    this.ofWhole = ofWhole;
  }

  within(step: string): this {
    this.path = step + this.path;
    return this;
  }

  words(what: string): string {
    return `${what}${this.ofWhole ? '' : this.path} ${this.why}`;
  }
}

class Copier {
  private left = JSON_SIZE_MAX;

  /** Characters and values so far. */
  get size(): number {
    return Math.min(JSON_SIZE_MAX - this.left, JSON_SIZE_MAX);
  }

  copy(value: unknown, depth: number): Json {
    if (typeof value === 'string') {
      this.spend(1 + value.length);
      return value;
    }
    this.spend(1);
    if (isJsonPrimitive(value)) return value;
    if (!isObject(value)) throw new NotJson(refusal(value), false);
    if (depth >= JSON_DEPTH_MAX) {
      throw new NotJson(`is nested deeper than ${JSON_DEPTH_MAX} levels, or contains itself.`, true);
    }
    return Array.isArray(value) ? this.copyList(value, depth) : this.copyObject(value, depth);
  }

  private copyList(list: readonly unknown[], depth: number): Json {
    const length: unknown = list.length;
    // Of a proxy it may be anything.
    if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0)
      throw new NotJson('has no length that a list can have.', false);
    this.spend(length);
    const items: Json[] = [];
    for (let i = 0; i < length; i++) {
      try {
        items.push(this.copy(list[i], depth + 1));
      } catch (thrown) {
        throw thrown instanceof NotJson ? thrown.within(`[${i}]`) : thrown;
      }
    }
    return items;
  }

  private copyObject(object: Readonly<Record<string, unknown>>, depth: number): Json {
    const prototype: unknown = Object.getPrototypeOf(object);
    if (prototype !== null && prototype !== Object.prototype && Object.getPrototypeOf(prototype) !== null) {
      throw new NotJson('is an instance of a class; only plain objects can be sent or stored.', false);
    }
    // Without a list of the keys; an ordinary object inherits nothing that could be met here.
    const own = prototype === Object.prototype ? object : { ...object };
    const result: Record<string, Json> = {};
    let key = '';
    try {
      for (key in own) {
        const member = own[key];
        if (member === undefined) continue;
        this.spend(key.length);
        put(result, key, this.copy(member, depth + 1));
      }
    } catch (thrown) {
      throw thrown instanceof NotJson ? thrown.within(`.${key}`) : thrown;
    }
    return result;
  }

  private spend(amount: number): void {
    this.left -= amount;
    if (this.left < 0) throw new NotJson(`is larger than ${JSON_SIZE_MAX} characters.`, true);
  }
}

/** Names that every object has from its prototype. */
const inherited: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Sets an own property, also under a name such as `__proto__` that an assignment would treat otherwise. */
function put(target: Record<string, Json>, key: string, value: Json): void {
  if (inherited.has(key)) {
    Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
  } else {
    target[key] = value;
  }
}

function isJsonPrimitive(value: unknown): value is null | boolean | number {
  return (
    value === null || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isList(value: readonly Json[] | { readonly [key: string]: Json }): value is readonly Json[] {
  return Array.isArray(value);
}

function refusal(value: unknown): string {
  if (typeof value === 'number') return `is ${value}; JSON has no such number.`;
  return `is ${value === undefined ? 'undefined' : `a ${typeof value}`}; only JSON can be sent or stored.`;
}
