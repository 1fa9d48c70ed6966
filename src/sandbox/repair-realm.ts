/**
 * What the language leaves to the engine, or gained lately, made the same everywhere. Done before SES freezes the
 * realm's intrinsics, which all programs share.
 */
import { radixText } from './radix-text.ts';

/** Characters of one string that `repeat` and padding make. */
const maxText = 1 << 24;
/** Items of one array that `fill` and `Array.from` make. */
const maxItems = 10_000_000;

const { apply } = Reflect;

/** Changes the intrinsics of this realm. Once, before `lockdown()`. */
export function repairRealm(): void {
  repairSort();
  repairNumbers();
  limitSizes();
  removeLateComers();
  define(String.prototype, 'normalize', function normalize(): never {
    throw new TypeError('There is no normalize here: machines know different versions of Unicode.');
  });
}

function define(target: object, name: PropertyKey, value: unknown): void {
  Object.defineProperty(target, name, { value, writable: true, enumerable: false, configurable: true });
}

type Comparator = (left: unknown, right: unknown) => unknown;

/** With a comparator that contradicts itself, engines' own sorts differ. */
function repairSort(): void {
  const nativeSort: unknown = Reflect.get(Array.prototype, 'sort');

  const sorted = (items: unknown[], compare: Comparator | undefined): unknown[] =>
    compare === undefined ? apply(nativeSort as () => unknown[], items, []) : mergeSort(items, compare);
  const check = (compare: unknown): Comparator | undefined => {
    if (compare !== undefined && typeof compare !== 'function') {
      throw new TypeError('sort: the comparator must be a function (a, b) => number');
    }
    return compare as Comparator | undefined;
  };

  define(
    Array.prototype,
    'sort',
    {
      sort(this: ArrayLike<unknown>, comparator?: unknown): unknown {
        const compare = check(comparator);
        const target = Object(this) as Record<number, unknown> & ArrayLike<unknown>;
        const length = target.length;
        const items: unknown[] = [];
        let undefinedCount = 0;
        for (let index = 0; index < length; index += 1) {
          if (!(index in target)) continue;
          const item = target[index];
          if (item === undefined) undefinedCount += 1;
          else items.push(item);
        }
        const result = sorted(items, compare);
        const present = result.length + undefinedCount;
        for (let index = 0; index < present; index += 1) Reflect.set(target, index, result[index], target);
        for (let index = present; index < length; index += 1) Reflect.deleteProperty(target, index);
        return target;
      },
    }.sort,
  );

  define(
    Array.prototype,
    'toSorted',
    {
      toSorted(this: ArrayLike<unknown>, comparator?: unknown): unknown[] {
        const compare = check(comparator);
        const all = Array.from({ length: this.length }, (_, index) => this[index]);
        const items = all.filter((item) => item !== undefined);
        const result = sorted(items, compare);
        while (result.length < all.length) result.push(undefined);
        return result;
      },
    }.toSorted,
  );
}

/** A stable merge sort, bottom up. */
function mergeSort(items: unknown[], compare: Comparator): unknown[] {
  let from = items;
  let to: unknown[] = new Array<unknown>(items.length);
  for (let width = 1; width < items.length; width *= 2) {
    for (let start = 0; start < items.length; start += 2 * width) {
      const middle = Math.min(start + width, items.length);
      const end = Math.min(start + 2 * width, items.length);
      let left = start;
      let right = middle;
      for (let at = start; at < end; at += 1) {
        if (left < middle && (right >= end || !(Number(compare(from[left], from[right])) > 0))) {
          to[at] = from[left];
          left += 1;
        } else {
          to[at] = from[right];
          right += 1;
        }
      }
    }
    [from, to] = [to, from];
  }
  return from;
}

/** Digits of a fraction in a base other than ten are the engine's choice. */
function repairNumbers(): void {
  const nativeToString: unknown = Reflect.get(Number.prototype, 'toString');
  define(
    Number.prototype,
    'toString',
    {
      toString(this: unknown, radix?: unknown): string {
        const base = radix === undefined ? 10 : Math.trunc(Number(radix));
        const value: unknown = typeof this === 'object' && this !== null ? this.valueOf() : this;
        if (
          base === 10 ||
          typeof value !== 'number' ||
          Number.isSafeInteger(value) ||
          !Number.isFinite(value)
        ) {
          return apply(nativeToString as (radix?: unknown) => string, this, [radix]);
        }
        if (!(base >= 2 && base <= 36)) throw new RangeError('toString: the radix must be between 2 and 36');
        return radixText(value, base);
      },
    }.toString,
  );
}

/** Sizes that one call makes at once, which no step counter sees. Engines' own limits differ. */
function limitSizes(): void {
  for (const name of ['repeat', 'padStart', 'padEnd'] as const) {
    const native: unknown = Reflect.get(String.prototype, name);
    define(
      String.prototype,
      name,
      {
        method(this: unknown, ...args: unknown[]): string {
          const count = Number(args[0]);
          const length = name === 'repeat' ? String(this).length * count : count;
          if (length > maxText && length !== Infinity) {
            throw new RangeError(`${name}: a string may have ${maxText} characters`);
          }
          return apply(native as (...args: unknown[]) => string, this, args);
        },
      }.method,
    );
  }
  const nativeFill: unknown = Reflect.get(Array.prototype, 'fill');
  define(
    Array.prototype,
    'fill',
    {
      fill(this: ArrayLike<unknown>, ...args: unknown[]): unknown {
        if (this.length > maxItems) throw new RangeError(`fill: an array may have ${maxItems} items`);
        return apply(nativeFill as (...args: unknown[]) => unknown, this, args);
      },
    }.fill,
  );
  const nativeFrom: unknown = Reflect.get(Array, 'from');
  define(
    Array,
    'from',
    {
      from(this: unknown, ...args: unknown[]): unknown {
        const [items] = args;
        if (typeof items === 'object' && items !== null && !(Symbol.iterator in items)) {
          if (Number(Reflect.get(items, 'length')) > maxItems) {
            throw new RangeError(`Array.from: an array may have ${maxItems} items`);
          }
        }
        return apply(nativeFrom as (...args: unknown[]) => unknown, this, args);
      },
    }.from,
  );
}

/** Younger than ES2023: some of the supported engines lack them, and a program must not pass in one host only. */
function removeLateComers(): void {
  const iteratorPrototype: unknown = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
  const late: readonly (readonly [unknown, readonly string[]])[] = [
    // SES makes a helper where it finds these names, and without `take` it could not.
    [globalThis, ['Iterator', 'AsyncIterator']],
    [Array, ['fromAsync']],
    [Object, ['groupBy']],
    [Map, ['groupBy']],
    [Map.prototype, ['getOrInsert', 'getOrInsertComputed']],
    [WeakMap.prototype, ['getOrInsert', 'getOrInsertComputed']],
    [
      Set.prototype,
      [
        'union',
        'intersection',
        'difference',
        'symmetricDifference',
        'isSubsetOf',
        'isSupersetOf',
        'isDisjointFrom',
      ],
    ],
    [
      iteratorPrototype,
      [
        'constructor',
        'map',
        'filter',
        'take',
        'drop',
        'flatMap',
        'reduce',
        'toArray',
        'forEach',
        'some',
        'every',
        'find',
      ],
    ],
    [String.prototype, ['isWellFormed', 'toWellFormed']],
    [RegExp, ['escape']],
    [Error, ['isError']],
    [JSON, ['rawJSON', 'isRawJSON']],
  ];
  for (const [owner, names] of late) {
    if ((typeof owner !== 'object' && typeof owner !== 'function') || owner === null) continue;
    for (const name of names) Reflect.deleteProperty(owner, name);
  }
}
