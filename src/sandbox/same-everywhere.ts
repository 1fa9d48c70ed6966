/**
 * Where programs could tell one engine from another by the language itself: made the same everywhere. Done between SES's
 * repair of the intrinsics and their hardening, since SES makes constructors of its own before.
 */
import { refusedPattern } from '../grader/compile/regexp.ts';
import { mapCase } from './letter-case.ts';

const { apply, construct } = Reflect;

/** Levels of lists and objects that a text may have for `JSON.parse`, or a value for `JSON.stringify`. */
const JSON_LEVELS = 1000;
/** Proxies of proxies. Engines follow them on their own stacks, of which no two are alike. */
const PROXY_LEVELS = 50;

/** Changes the intrinsics of this realm. @returns constructors that programs get instead of the realm's */
export function makeSameEverywhere(): { readonly RegExp: unknown; readonly Proxy: unknown } {
  hideSources();
  tameJson();
  for (const name of ['toUpperCase', 'toLowerCase', 'toLocaleUpperCase', 'toLocaleLowerCase'] as const)
    tameCase(name);
  return { RegExp: tameRegExp(), Proxy: tameProxy() };
}

function define(target: object, name: PropertyKey, value: unknown): void {
  Object.defineProperty(target, name, { value, writable: true, enumerable: false, configurable: true });
}

/** Browsers get the harness built small, and each engine shows its own functions in its own way. */
function hideSources(): void {
  define(
    Function.prototype,
    'toString',
    {
      toString(this: unknown): string {
        if (typeof this !== 'function') throw new TypeError('toString: this is not a function');
        return 'function () { [code] }';
      },
    }.toString,
  );
}

function tameJson(): void {
  const nativeParse: unknown = Reflect.get(JSON, 'parse');
  const nativeStringify: unknown = Reflect.get(JSON, 'stringify');
  define(
    JSON,
    'parse',
    {
      parse(given: unknown, reviver?: unknown): unknown {
        const text = String(given);
        if (levelsOf(text) > JSON_LEVELS)
          throw new RangeError(`JSON.parse: the text has more than ${JSON_LEVELS} levels`);
        // Younger engines hand over a third argument.
        const revive =
          typeof reviver === 'function'
            ? function (this: unknown, key: string, value: unknown): unknown {
                return apply(reviver, this, [key, value]);
              }
            : undefined;
        let parsed: unknown;
        try {
          parsed = apply(nativeParse as () => unknown, JSON, [text]);
        } catch {
          // Each engine has its own words.
          throw new SyntaxError('JSON.parse: the text is not JSON');
        }
        return revive === undefined ? parsed : apply(nativeParse as () => unknown, JSON, [text, revive]);
      },
    }.parse,
  );
  define(
    JSON,
    'stringify',
    {
      stringify(value: unknown, replacer?: unknown, space?: unknown): unknown {
        checkLevels(value, JSON_LEVELS);
        return apply(nativeStringify as () => unknown, JSON, [value, replacer, space]);
      },
    }.stringify,
  );
}

function levelsOf(text: string): number {
  if (text.length <= 2 * JSON_LEVELS) return 0;
  let level = 0;
  let most = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (inString) {
      if (char === '\\') at++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '[' || char === '{') most = Math.max(most, ++level);
    else if (char === ']' || char === '}') level--;
  }
  return most;
}

/** Throws for what is nested deeper, or contains itself. Getters are not called, and `toJSON` is left to the engine. */
function checkLevels(value: unknown, left: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (left === 0)
    throw new RangeError(`JSON.stringify: the value has more than ${JSON_LEVELS} levels, or contains itself`);
  const check = (member: unknown): void => {
    if (typeof member === 'object' && member !== null && !('toJSON' in member)) checkLevels(member, left - 1);
  };
  if (Array.isArray(value)) for (const item of value as unknown[]) check(item);
  else for (const key in value) check(Reflect.getOwnPropertyDescriptor(value, key)?.value);
}

function tameCase(name: 'toUpperCase' | 'toLowerCase' | 'toLocaleUpperCase' | 'toLocaleLowerCase'): void {
  const native: unknown = Reflect.get(
    String.prototype,
    name.endsWith('UpperCase') ? 'toUpperCase' : 'toLowerCase',
  );
  const map = (part: string): string => apply(native as () => string, part, []);
  define(
    String.prototype,
    name,
    {
      method(this: unknown): string {
        if (this === undefined || this === null) throw new TypeError(`${name}: this is ${String(this)}`);
        return mapCase(String(this), map);
      },
    }.method,
  );
}

/** A `RegExp` that knows what every supported engine knows, in the same words. */
function tameRegExp(): unknown {
  const { prototype } = RegExp;
  const Native = prototype.constructor as RegExpConstructor;
  const sourceOf = getterOf(prototype, 'source');
  const flagsOf = getterOf(prototype, 'flags');
  const species = Object.getOwnPropertyDescriptor(Native, Symbol.species);
  const isReal = (value: unknown): value is RegExp => {
    if (typeof value !== 'object' || value === null || value === prototype) return false;
    try {
      apply(sourceOf, value, []);
      return true;
    } catch {
      return false;
    }
  };
  const Tamed = function RegExp(pattern?: unknown, flags?: unknown): unknown {
    const real = isReal(pattern);
    if (new.target === undefined && real && flags === undefined) return pattern;
    const source =
      pattern === undefined ? '' : real ? (apply(sourceOf, pattern, []) as string) : String(pattern);
    const marks = flags !== undefined ? String(flags) : real ? (apply(flagsOf, pattern, []) as string) : '';
    const why = refusedPattern(source, marks);
    if (why !== undefined) throw new SyntaxError(`RegExp: ${why}`);
    try {
      return construct(Native, [source, marks], new.target ?? Tamed) as unknown;
    } catch (error) {
      if (error instanceof SyntaxError)
        throw new SyntaxError('RegExp: this is not a regular expression, or its flags are not');
      throw error;
    }
  };
  Object.defineProperty(Tamed, 'length', { value: 2 });
  Object.defineProperty(Tamed, 'prototype', { value: prototype, writable: false });
  if (species !== undefined) Object.defineProperty(Tamed, Symbol.species, species);
  define(prototype, 'constructor', Tamed);
  return Tamed;
}

function getterOf(target: object, name: string): () => unknown {
  const getter: unknown = Object.getOwnPropertyDescriptor(target, name)?.get;
  if (typeof getter !== 'function') throw new Error(`same-everywhere: there is no getter ${name}`);
  return getter as () => unknown;
}

/** A `Proxy` of which no long chains can be made. */
function tameProxy(): unknown {
  const Native = Proxy;
  const levels = new WeakMap<object, number>();
  const levelOf = (value: unknown): number => {
    let most = 0;
    let current: unknown = value;
    // A proxy may stand behind the prototype; it is one level too, and not asked.
    for (let i = 0; i < PROXY_LEVELS && typeof current === 'object' && current !== null; i++) {
      const known = levels.get(current);
      most = Math.max(most, known ?? 0);
      if (known !== undefined) break;
      current = Object.getPrototypeOf(current);
    }
    if (typeof value === 'function') most = Math.max(most, levels.get(value) ?? 0);
    return most;
  };
  const next = (target: unknown, handler: unknown): number => {
    const level = 1 + Math.max(levelOf(target), levelOf(handler));
    if (level > PROXY_LEVELS) throw new RangeError(`Proxy: more than ${PROXY_LEVELS} proxies of proxies`);
    if (!isObject(target) || !isObject(handler))
      throw new TypeError('Proxy: the target and the handler must be objects');
    return level;
  };
  const make = function (this: unknown, target: object, handler: object): object {
    if (new.target === undefined) throw new TypeError('Proxy: write new Proxy(…)');
    const level = next(target, handler);
    const proxy = new Native(target, handler);
    levels.set(proxy, level);
    return proxy;
  };
  // Bound, for what is bound has no prototype, as the native one has none.
  const Tamed: object = make.bind(undefined);
  define(Tamed, 'name', 'Proxy');
  const revocable = {
    revocable(target: object, handler: object): object {
      const level = next(target, handler);
      const made = Native.revocable(target, handler);
      levels.set(made.proxy, level);
      return made;
    },
  }.revocable;
  define(Tamed, 'revocable', revocable);
  return Tamed;
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
