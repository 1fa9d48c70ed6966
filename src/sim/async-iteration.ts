/**
 * Async generators and `for await` on the promise that the simulator owns.
 *
 * The compiler makes a generator of the body of each async generator. What that yields is a value, or one of the marks
 * below; the driver here takes them in the order of ECMA-262 (2024), sections 27.6 (async generators), 14.4.14
 * (`yield*`), 14.7.5 (`for await`) and 27.1.4 (sync iterators as async ones).
 */
import type { Meter } from './program.ts';
import { isObject } from './promise-capability.ts';

/** What this file needs of the realm that it belongs to, whose promises are of type `P`. */
export interface PromiseKit<P extends object> {
  /** A new promise of the realm's own. */
  pending(): P;
  fulfil(promise: P, value: unknown): void;
  reject(promise: P, reason: unknown): void;
  /**
   * `await value`: calls back in a job of its own, with whether the promise was fulfilled, and its value or reason.
   *
   * @throws what the language throws when it asks `value` for its `constructor`
   */
  settled(value: unknown, then: (ok: boolean, value: unknown) => void): void;
  /** Called as a body is about to go on after an `await`. */
  onResume(): void;
}

/** The helpers of lowered code, for one meter. */
export interface AsyncIteration {
  /** Gives the object that an async generator returns. */
  readonly generator: (
    self: unknown,
    args: ArrayLike<unknown> | null,
    body: (...args: never[]) => Generator<unknown, unknown, unknown>,
  ) => object;
  /** Stands around what an async generator awaits. */
  readonly Await: new (value: unknown) => object;
  /** The inside of a `yield*` in an async generator. */
  readonly delegate: (iterable: unknown) => Generator<unknown, unknown, unknown>;
  /** What `for await` goes through. */
  readonly each: (iterable: unknown) => Cursor;
}

/** The iterator of a `for await`. What both methods give is to be awaited. */
export interface Cursor {
  next(): MustBeObject;
  /** Absent when the iterator has none. */
  readonly return: (() => MustBeObject) | undefined;
}

/** A value to await whose outcome must be an object, as what an iterator gives must. */
export class MustBeObject {
  readonly value: unknown;
  constructor(value: unknown) {
    this.value = value;
  }
}

/** The error for what should have been an object. */
export function noObject(value: unknown): TypeError {
  return new TypeError(`An iterator gave ${typeof value}, not an object`);
}

/** Yielded for an `await`. */
class Await {
  readonly value: unknown;
  constructor(value: unknown) {
    this.value = value;
  }
}

/** Yielded by a delegate: a value to hand on as it is. It is resumed with a {@link Completion}, always by `next`. */
class HandOn {
  readonly value: unknown;
  constructor(value: unknown) {
    this.value = value;
  }
}

/** Yielded by a delegate: the generator is to return from here. */
class ReturnFrom {
  readonly value: unknown;
  constructor(value: unknown) {
    this.value = value;
  }
}

type Mode = 'next' | 'throw' | 'return';

/** How a generator goes on. */
interface Completion {
  readonly mode: Mode;
  readonly value: unknown;
}

/** A call of `next`, `throw` or `return` that has not been answered. */
interface Request<P> extends Completion {
  readonly promise: P;
}

interface IteratorRecord {
  readonly iterator: object;
  readonly next: unknown;
}

const { apply } = Reflect;
const {
  next,
  throw: raise,
  return: leave,
} = (function* (): Generator<unknown> {
  // Only for its methods.
})();
const METHODS = { next, throw: raise, return: leave };

function get(object: unknown, name: PropertyKey): unknown {
  if (object === null || object === undefined)
    throw new TypeError(`Cannot read ${String(name)} of ${String(object)}`);
  return Reflect.get(Object(object) as object, name, object);
}

/** GetMethod (7.3.11). */
function methodOf(object: unknown, name: PropertyKey): ((...args: unknown[]) => unknown) | undefined {
  const method = get(object, name);
  if (method === undefined || method === null) return undefined;
  if (typeof method !== 'function') throw new TypeError(`${String(name)} is not a function`);
  return method as (...args: unknown[]) => unknown;
}

function call(method: unknown, self: unknown, args: readonly unknown[]): unknown {
  if (typeof method !== 'function') throw new TypeError('next is not a function');
  return apply(method, self, args) as unknown;
}

/** A realm's async iteration: one class of async generators, whose helpers are made for each meter. */
export function createAsyncIteration<P extends object>(kit: PromiseKit<P>): (meter: Meter) => AsyncIteration {
  /** An async generator under way. */
  class Driver {
    #state: 'start' | 'suspended' | 'running' | 'draining' | 'completed' = 'start';
    /** Whether it is suspended at a value that was handed on: a delegate takes completions as they are. */
    #isHandedOn = false;
    #line = 0;
    readonly #requests: Request<P>[] = [];
    readonly #body: Generator<unknown, unknown, unknown>;
    readonly #meter: Meter;

    constructor(body: Generator<unknown, unknown, unknown>, meter: Meter) {
      this.#body = body;
      this.#meter = meter;
      this.#line = meter.line;
    }

    next(value: unknown): object {
      const promise = kit.pending();
      if (this.#state === 'completed') {
        kit.fulfil(promise, { value: undefined, done: true });
        return promise;
      }
      const request: Request<P> = { mode: 'next', value, promise };
      this.#requests.push(request);
      if (this.#state === 'start') this.#advance('next', undefined);
      else if (this.#state === 'suspended') this.#resume(request);
      return promise;
    }

    throw(reason: unknown): object {
      const promise = kit.pending();
      if (this.#state === 'start') this.#state = 'completed';
      if (this.#state === 'completed') {
        kit.reject(promise, reason);
        return promise;
      }
      const request: Request<P> = { mode: 'throw', value: reason, promise };
      this.#requests.push(request);
      if (this.#state === 'suspended') this.#resume(request);
      return promise;
    }

    return(value: unknown): object {
      const promise = kit.pending();
      const request: Request<P> = { mode: 'return', value, promise };
      this.#requests.push(request);
      if (this.#state === 'start' || this.#state === 'completed') {
        this.#state = 'draining';
        this.#awaitReturn(request);
      } else if (this.#state === 'suspended') this.#resume(request);
      return promise;
    }

    /** Goes on from a `yield`. A return awaits its value first, and throws there if that is rejected. */
    #resume({ mode, value }: Completion): void {
      this.#state = 'running';
      if (mode !== 'return') this.#continue(mode, value);
      else this.#await(value, (ok, settled) => this.#continue(ok ? 'return' : 'throw', settled));
    }

    #continue(mode: Mode, value: unknown): void {
      if (this.#isHandedOn) this.#advance('next', { mode, value });
      else this.#advance(mode, value);
    }

    /** Runs the body to where it waits, yields or ends. */
    #advance(mode: Mode, value: unknown): void {
      const meter = this.#meter;
      const outside = meter.line;
      // Generators that call each other's `next` nest on the engine's stack.
      if (++meter.depth > meter.maxDepth) {
        meter.depth--;
        meter.over();
      }
      meter.line = this.#line;
      this.#state = 'running';
      this.#isHandedOn = false;
      try {
        this.#run(mode, value);
      } finally {
        meter.depth--;
        meter.line = outside;
      }
    }

    #run(firstMode: Mode, firstValue: unknown): void {
      let mode = firstMode;
      let value = firstValue;
      for (;;) {
        let result: IteratorResult<unknown, unknown>;
        try {
          result = apply(METHODS[mode], this.#body, [value]);
        } catch (error) {
          this.#meter.threw(error);
          this.#finish(false, error);
          return;
        }
        const { value: yielded } = result;
        if (result.done === true) {
          this.#finish(true, yielded);
          return;
        }
        this.#line = this.#meter.line;
        if (yielded instanceof ReturnFrom) {
          mode = 'return';
          value = yielded.value;
        } else {
          if (yielded instanceof HandOn) this.#yield(yielded.value, true);
          else if (yielded instanceof Await) this.#awaitIn(yielded.value);
          else
            this.#await(yielded, (ok, given) =>
              ok ? this.#yield(given, false) : this.#advance('throw', given),
            );
          return;
        }
      }
    }

    #awaitIn(awaited: unknown): void {
      const isChecked = awaited instanceof MustBeObject;
      this.#await(isChecked ? awaited.value : awaited, (ok, value) => {
        kit.onResume();
        if (ok && isChecked && !isObject(value)) this.#advance('throw', noObject(value));
        else this.#advance(ok ? 'next' : 'throw', value);
      });
    }

    #await(value: unknown, then: (ok: boolean, value: unknown) => void): void {
      try {
        kit.settled(value, then);
      } catch (error) {
        then(false, error);
      }
    }

    /** Answers the first request with a value, and takes the next one if it is there already. */
    #yield(value: unknown, isHandedOn: boolean): void {
      this.#isHandedOn = isHandedOn;
      this.#answer(true, value, false);
      const [request] = this.#requests;
      if (request === undefined) this.#state = 'suspended';
      else this.#resume(request);
    }

    #finish(ok: boolean, value: unknown): void {
      this.#state = 'draining';
      this.#answer(ok, value, true);
      this.#drain();
    }

    #answer(ok: boolean, value: unknown, done: boolean): void {
      const request = this.#requests.shift();
      if (request === undefined) return;
      if (ok) kit.fulfil(request.promise, { value, done });
      else kit.reject(request.promise, value);
    }

    /** Answers what was asked of a generator that has ended meanwhile. */
    #drain(): void {
      for (let [request] = this.#requests; request !== undefined; [request] = this.#requests) {
        if (request.mode === 'return') {
          this.#awaitReturn(request);
          return;
        }
        const { mode, value } = request;
        this.#answer(mode === 'next', mode === 'next' ? undefined : value, true);
      }
      this.#state = 'completed';
    }

    #awaitReturn({ value }: Completion): void {
      this.#await(value, (ok, settled) => this.#finish(ok, settled));
    }
  }

  class AsyncGenerator {
    readonly #driver: Driver;
    constructor(driver: Driver) {
      this.#driver = driver;
    }
    next(value?: unknown): object {
      return #driver in this ? this.#driver.next(value) : notOurs('next');
    }
    return(value?: unknown): object {
      return #driver in this ? this.#driver.return(value) : notOurs('return');
    }
    throw(reason?: unknown): object {
      return #driver in this ? this.#driver.throw(reason) : notOurs('throw');
    }
    [Symbol.asyncIterator](): this {
      return this;
    }
  }
  const { prototype } = AsyncGenerator;
  // Nothing of ours can be made by a program, nor changed for another.
  Reflect.deleteProperty(prototype, 'constructor');
  Object.defineProperty(prototype, Symbol.toStringTag, { value: 'AsyncGenerator' });
  for (const key of Reflect.ownKeys(prototype)) {
    const value: unknown = Reflect.get(prototype, key);
    if (typeof value === 'function') Object.freeze(value);
  }
  Object.freeze(prototype);

  function notOurs(method: string): object {
    const promise = kit.pending();
    kit.reject(promise, new TypeError(`${method}: this is not an async generator`));
    return promise;
  }

  /** GetIterator (7.4.4) of kind async. */
  function iteratorOf(iterable: unknown): IteratorRecord {
    const own = methodOf(iterable, Symbol.asyncIterator);
    const method = own ?? methodOf(iterable, Symbol.iterator);
    if (method === undefined) throw new TypeError('The value is not async iterable');
    const iterator = apply(method, iterable, []);
    if (!isObject(iterator)) throw noObject(iterator);
    const record = { iterator, next: get(iterator, 'next') };
    if (own !== undefined) return record;
    const wrapped = fromSync(record);
    return { iterator: wrapped, next: wrapped.next };
  }

  /** CreateAsyncFromSyncIterator (27.1.4.1). */
  function fromSync({ iterator, next: nextOf }: IteratorRecord): Readonly<Record<Mode, unknown>> {
    /** Awaits the value of what `step` gives. */
    const answer = (step: () => unknown): object => {
      const promise = kit.pending();
      try {
        const result = step();
        if (!isObject(result)) throw noObject(result);
        const done = Boolean(get(result, 'done'));
        kit.settled(get(result, 'value'), (ok, value) => {
          if (ok) kit.fulfil(promise, { value, done });
          else kit.reject(promise, value);
        });
      } catch (error) {
        kit.reject(promise, error);
      }
      return promise;
    };
    const fulfilled = (value: unknown): object => {
      const promise = kit.pending();
      kit.fulfil(promise, value);
      return promise;
    };
    return {
      next: (...args: unknown[]) => answer(() => call(nextOf, iterator, args)),
      return: (...args: unknown[]) => {
        let method: ReturnType<typeof methodOf>;
        try {
          method = methodOf(iterator, 'return');
        } catch (error) {
          return answer(() => {
            throw error;
          });
        }
        if (method === undefined) return fulfilled({ value: args[0], done: true });
        return answer(() => call(method, iterator, args));
      },
      throw: (...args: unknown[]) =>
        answer(() => {
          const method = methodOf(iterator, 'throw');
          if (method === undefined) throw args[0];
          return apply(method, iterator, args);
        }),
    };
  }

  function each(iterable: unknown): Cursor {
    const { iterator, next: nextOf } = iteratorOf(iterable);
    return {
      next: () => new MustBeObject(call(nextOf, iterator, [])),
      get return() {
        const method = methodOf(iterator, 'return');
        return method && (() => new MustBeObject(apply(method, iterator, [])));
      },
    };
  }

  function* delegate(iterable: unknown): Generator<unknown, unknown, unknown> {
    const { iterator, next: nextOf } = iteratorOf(iterable);
    let { mode, value }: Completion = { mode: 'next', value: undefined };
    for (;;) {
      const method = mode === 'next' ? nextOf : methodOf(iterator, mode);
      if (method === undefined && mode === 'return') {
        yield new ReturnFrom(yield new Await(value));
      } else if (method === undefined && mode === 'throw') {
        const close = methodOf(iterator, 'return');
        if (close !== undefined) yield new Await(new MustBeObject(apply(close, iterator, [])));
        throw new TypeError('The iterator has no throw');
      }
      const result = yield new Await(new MustBeObject(call(method, iterator, [value])));
      const isDone = Boolean(get(result, 'done'));
      const given = get(result, 'value');
      if (!isDone) ({ mode, value } = (yield new HandOn(given)) as Completion);
      else if (mode === 'return') yield new ReturnFrom(given);
      else return given;
    }
  }

  return (meter) => ({
    generator: (self, args, body) =>
      new AsyncGenerator(
        new Driver(apply(body as (...args: unknown[]) => Generator<unknown>, self, args ?? []), meter),
      ),
    Await,
    delegate,
    each,
  });
}
