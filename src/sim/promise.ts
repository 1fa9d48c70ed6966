/**
 * The promise that the simulator owns.
 *
 * Programs get this `Promise` and their `async` functions lowered to generators, so that all of a turn's jobs sit in a
 * queue of ours: `drain()` runs them at once, and no turn of the host's event loop is needed. The order of jobs is that
 * of ECMA-262 (2024), sections 27.2 (Promise objects) and 27.7 (async functions).
 *
 * Make one realm per worker and `reset()` it between runs: engines optimise one class better than a thousand copies.
 */
import { createAsyncIteration, MustBeObject, noObject, type AsyncIteration } from './async-iteration.ts';
import type { AsyncRunner, Meter } from './program.ts';
import {
  construction,
  get,
  invokeThen,
  isFunction,
  isObject,
  newCapability,
  type Capability,
  type Resolve,
} from './promise-capability.ts';
import { all, allSettled, any, race } from './promise-combinators.ts';

/** Options of {@link createPromiseRealm}. */
export interface PromiseRealmOptions {
  /** Jobs that one `drain()` may run. Unlimited if absent. */
  readonly maxJobsPerDrain?: number;
  /** Called when a drain has used up its jobs; the rest of the queue is dropped after it. */
  readonly onBudget?: () => void;
  /** Called as an `async` function is about to go on after an `await`: the place where a fault can strike. */
  readonly onResume?: () => void;
  /**
   * Called before a `then` of a program that has to wait, one within `race` or `all` included: what waits is kept, and
   * no job has run yet that would count it. Must not throw.
   */
  readonly onWait?: () => void;
  /** Called with all that a handler, executor or `then` throws: a native one has no compiled code that would see it. */
  readonly onThrown?: (error: unknown) => void;
  /** Called with the reason of each promise that is rejected while nobody handles it. */
  readonly onRejected?: (reason: unknown) => void;
}

/** The constructor that programs know as `Promise`. */
export interface SimPromiseConstructor {
  new <T>(
    executor: (resolve: (value: T | PromiseLike<T>) => void, reject: (reason?: unknown) => void) => void,
  ): Promise<T>;
  readonly prototype: Promise<unknown>;
  readonly [Symbol.species]: SimPromiseConstructor;
  resolve(): Promise<void>;
  resolve<T>(value: T | PromiseLike<T>): Promise<Awaited<T>>;
  reject<T = never>(reason?: unknown): Promise<T>;
  all<T>(values: Iterable<T | PromiseLike<T>>): Promise<Awaited<T>[]>;
  allSettled<T>(values: Iterable<T | PromiseLike<T>>): Promise<PromiseSettledResult<Awaited<T>>[]>;
  race<T>(values: Iterable<T | PromiseLike<T>>): Promise<Awaited<T>>;
  any<T>(values: Iterable<T | PromiseLike<T>>): Promise<Awaited<T>>;
  withResolvers<T>(): {
    promise: Promise<T>;
    resolve: (value: T | PromiseLike<T>) => void;
    reject: (reason?: unknown) => void;
  };
}

/** A promise that has not settled yet. */
export interface Unsettled<T> {
  readonly promise: Promise<T>;
  /** To be called at most once, and with what is not a thenable. */
  readonly fulfil: (value: T) => void;
}

/** A `Promise` and the queue of its jobs. */
export interface PromiseRealm {
  readonly Promise: SimPromiseConstructor;
  /** Runs jobs until none is left or the budget is used up. A drain within a drain does nothing. */
  drain(): void;
  /** Puts a job of the harness's own behind those that wait. It must not throw. */
  enqueue(job: () => void): void;
  /** A promise of the harness's own, and what fulfils it. */
  pending<T>(): Unsettled<T>;
  /** What `await` does, with a callback that must not throw. @throws what reading the value's `constructor` throws */
  settled(value: unknown, then: (ok: boolean, value: unknown) => void): void;
  /** Jobs that wait. */
  readonly size: number;
  /** Drops the jobs that wait, as a crash does. */
  discard(): void;
  /** Reasons of promises rejected since the last call that nobody handles by now, in order of rejection. */
  takeUnhandled(): readonly unknown[];
  /** The helper that runs lowered `async` functions; keeps the meter's line right across each `await`. */
  createAsync(meter: Meter): AsyncRunner;
  /** The helpers of lowered async generators and of `for await`; the same with the meter's line. */
  createAsyncIteration(meter: Meter): AsyncIteration;
  /** Drops jobs and unhandled rejections. */
  reset(): void;
}

const enum State {
  Pending,
  Fulfilled,
  Rejected,
}

/** What waits for a promise, and, once the promise has settled, the job that tells it. */
interface Job {
  state: State;
  value: unknown;
  run(): void;
}

const { apply } = Reflect;
// Taken once: the generators of each function have a shape of their own, and looking a method up there is slow.
const { next, throw: raise } = (function* (): Generator<unknown> {
  // Only for its methods.
})();

const NONE: readonly unknown[] = [];

/** Passed instead of an executor by ourselves: makes a pending promise without its two closures. */
const pending = (): void => undefined;

/** Makes a realm: a `Promise` of its own and the queue of its jobs. */
export function createPromiseRealm(options: PromiseRealmOptions = {}): PromiseRealm {
  const maxJobs = options.maxJobsPerDrain ?? Infinity;
  const { onBudget, onResume, onRejected, onThrown, onWait } = options;

  // From `head` to `tail` they wait. Kept from turn to turn: an array whose length is set to 0 gives its room back.
  let queue: (Job | undefined)[] = [];
  let head = 0;
  let tail = 0;
  let draining = false;
  let rejections: SimPromise[] = [];

  // Set by the class below; they reach its private state.
  let settleResolve: (promise: SimPromise, resolution: unknown) => void;
  let settleFulfil: (promise: SimPromise, value: unknown) => void;
  let settleReject: (promise: SimPromise, reason: unknown) => void;
  let subscribe: (promise: SimPromise, job: Job) => void;
  let isHandled: (promise: SimPromise) => boolean;
  let reasonOf: (promise: SimPromise) => unknown;
  let isPromise: (value: unknown) => value is SimPromise;

  /** A `then` on a promise of ours: two handlers and the promise they lead to. */
  class Reaction implements Job {
    declare state: State;
    declare value: unknown;
    declare readonly onFulfilled: unknown;
    declare readonly onRejected: unknown;
    declare readonly derived: SimPromise;
    constructor(onFulfilled: unknown, onRejected: unknown, derived: SimPromise) {
      this.state = State.Pending;
      this.value = undefined;
      this.onFulfilled = onFulfilled;
      this.onRejected = onRejected;
      this.derived = derived;
    }
    run(): void {
      const handler = this.state === State.Fulfilled ? this.onFulfilled : this.onRejected;
      if (isFunction(handler)) {
        let result: unknown;
        try {
          result = handler(this.value);
        } catch (error) {
          onThrown?.(error);
          settleReject(this.derived, error);
          return;
        }
        settleResolve(this.derived, result);
      } else if (this.state === State.Fulfilled) settleResolve(this.derived, this.value);
      else settleReject(this.derived, this.value);
    }
  }

  /** A `then` on a subclass: the derived promise is reached by its resolving functions only. */
  class SubclassReaction implements Job {
    state = State.Pending;
    value: unknown = undefined;
    readonly onFulfilled: unknown;
    readonly onRejected: unknown;
    readonly derived: Capability;
    constructor(onFulfilled: unknown, onRejected: unknown, derived: Capability) {
      this.onFulfilled = onFulfilled;
      this.onRejected = onRejected;
      this.derived = derived;
    }
    run(): void {
      const handler = this.state === State.Fulfilled ? this.onFulfilled : this.onRejected;
      let { resolve } = this.derived;
      let result = this.value;
      if (isFunction(handler)) {
        try {
          result = handler(this.value);
        } catch (error) {
          onThrown?.(error);
          resolve = this.derived.reject;
          result = error;
        }
      } else if (this.state === State.Rejected) resolve = this.derived.reject;
      resolve(result);
    }
  }

  /** NewPromiseResolveThenableJob (27.2.2.2): the extra job of a thenable. */
  class ThenableJob implements Job {
    declare state: State;
    declare value: unknown;
    declare readonly promise: SimPromise;
    declare readonly then: (...args: unknown[]) => unknown;
    constructor(promise: SimPromise, thenable: unknown, then: (...args: unknown[]) => unknown) {
      this.state = State.Pending;
      this.promise = promise;
      this.value = thenable;
      this.then = then;
    }
    run(): void {
      const { resolve, reject } = resolvingFunctions(this.promise);
      try {
        apply(this.then, this.value, [resolve, reject]);
      } catch (error) {
        onThrown?.(error);
        reject(error);
      }
    }
  }

  /** Calls back with the outcome of a promise. */
  class SettledJob implements Job {
    state = State.Pending;
    value: unknown = undefined;
    readonly then: (ok: boolean, value: unknown) => void;
    constructor(then: (ok: boolean, value: unknown) => void) {
      this.then = then;
    }
    run(): void {
      this.then(this.state === State.Fulfilled, this.value);
    }
  }

  class HarnessJob implements Job {
    state = State.Pending;
    value: unknown = undefined;
    readonly run: () => void;
    constructor(run: () => void) {
      this.run = run;
    }
  }

  /** An `async` function under way: the job of each of its awaits in turn, and the promise of its result. */
  class Activation implements Job {
    declare state: State;
    declare value: unknown;
    declare line: number;
    declare readonly generator: Generator<unknown, unknown, unknown>;
    declare readonly promise: SimPromise;
    declare readonly meter: Meter;
    constructor(generator: Generator<unknown, unknown, unknown>, promise: SimPromise, meter: Meter) {
      this.state = State.Fulfilled;
      this.value = undefined;
      this.line = 0;
      this.generator = generator;
      this.promise = promise;
      this.meter = meter;
    }
    run(): void {
      this.meter.line = this.line;
      onResume?.();
      this.advance();
    }
    /** Goes on with the next of a `for await`, or throws where that is no object. */
    resumeWithObject(ok: boolean, value: unknown): void {
      const isFit = !ok || isObject(value);
      this.state = ok && isFit ? State.Fulfilled : State.Rejected;
      this.value = isFit ? value : noObject(value);
      this.run();
    }
    advance(): void {
      const { generator, meter } = this;
      for (;;) {
        let result: IteratorResult<unknown, unknown>;
        try {
          result = apply(this.state === State.Fulfilled ? next : raise, generator, [this.value]);
        } catch (error) {
          meter.threw(error);
          settleReject(this.promise, error);
          return;
        }
        this.value = undefined;
        if (result.done === true) {
          settleResolve(this.promise, result.value);
          return;
        }
        this.line = meter.line;
        const { value } = result;
        try {
          if (value instanceof MustBeObject)
            settled(value.value, (ok, outcome) => this.resumeWithObject(ok, outcome));
          else subscribe(promiseResolve(value), this);
        } catch (error) {
          this.state = State.Rejected;
          this.value = error;
          continue;
        }
        return;
      }
    }
  }

  function resolvingFunctions(promise: SimPromise): { resolve: Resolve; reject: Resolve } {
    let done = false;
    return {
      resolve: (resolution) => {
        if (done) return;
        done = true;
        settleResolve(promise, resolution);
      },
      reject: (reason) => {
        if (done) return;
        done = true;
        settleReject(promise, reason);
      },
    };
  }

  /** NewPromiseCapability, without asking our own class whether it is one. */
  function capabilityOf(constructor: unknown): Capability {
    if (constructor !== SimPromise) return newCapability(constructor);
    const promise = new SimPromise(pending);
    const { resolve, reject } = resolvingFunctions(promise);
    return { promise, resolve, reject };
  }

  /** PromiseResolve (27.2.4.7.1) with our own constructor: what `await` does first. */
  function promiseResolve(value: unknown): SimPromise {
    if (isPromise(value) && value.constructor === SimPromise) return value;
    const promise = new SimPromise(pending);
    settleResolve(promise, value);
    return promise;
  }

  /** What `await` does, with a callback. */
  function settled(value: unknown, then: (ok: boolean, value: unknown) => void): void {
    subscribe(promiseResolve(value), new SettledJob(then));
  }

  /** The same with any constructor: what `C.resolve` does. */
  function promiseResolveIn(constructor: unknown, value: unknown): unknown {
    if (isPromise(value) && value.constructor === constructor) return value;
    if (constructor === SimPromise) return promiseResolve(value);
    const capability = capabilityOf(constructor);
    capability.resolve(value);
    return capability.promise;
  }

  function speciesOf(promise: object): unknown {
    const constructor = get(promise, 'constructor');
    if (constructor === undefined) return SimPromise;
    if (!isObject(constructor)) throw new TypeError('Promise: constructor is not an object');
    // The realm's own constructor is frozen, and its species is itself.
    if (constructor === SimPromise) return SimPromise;
    const species = get(constructor, Symbol.species);
    return species === undefined || species === null ? SimPromise : construction(species);
  }

  class SimPromise {
    #state = State.Pending;
    #value: unknown = undefined;
    #jobs: Job | Job[] | undefined = undefined;
    #handled = false;

    constructor(executor: unknown) {
      if (executor === pending) return;
      if (!isFunction(executor))
        throw new TypeError('new Promise(…) needs a function (resolve, reject) => …');
      const { resolve, reject } = resolvingFunctions(this);
      try {
        executor(resolve, reject);
      } catch (error) {
        onThrown?.(error);
        reject(error);
      }
    }

    static {
      isPromise = (value): value is SimPromise => isObject(value) && #state in value;
      isHandled = (promise) => promise.#handled;
      reasonOf = (promise) => promise.#value;
      settleResolve = (promise, resolution) => {
        if (!isObject(resolution)) {
          promise.#settle(State.Fulfilled, resolution);
          return;
        }
        if (resolution === promise) {
          promise.#settle(State.Rejected, new TypeError('A promise cannot be resolved with itself'));
          return;
        }
        let then: unknown;
        try {
          then = get(resolution, 'then');
        } catch (error) {
          onThrown?.(error);
          promise.#settle(State.Rejected, error);
          return;
        }
        if (isFunction(then)) add(new ThenableJob(promise, resolution, then));
        else promise.#settle(State.Fulfilled, resolution);
      };
      settleFulfil = (promise, value) => {
        promise.#settle(State.Fulfilled, value);
      };
      settleReject = (promise, reason) => {
        promise.#settle(State.Rejected, reason);
      };
      subscribe = (promise, job) => {
        if (promise.#state === State.Pending) {
          const jobs = promise.#jobs;
          if (jobs === undefined) promise.#jobs = job;
          else if (Array.isArray(jobs)) jobs.push(job);
          else promise.#jobs = [jobs, job];
        } else {
          job.state = promise.#state;
          job.value = promise.#value;
          add(job);
        }
        promise.#handled = true;
      };
    }

    #settle(state: State, value: unknown): void {
      const jobs = this.#jobs;
      this.#state = state;
      this.#value = value;
      this.#jobs = undefined;
      if (jobs === undefined) {
        if (state === State.Rejected && !this.#handled) {
          rejections.push(this);
          onRejected?.(value);
        }
      } else if (Array.isArray(jobs)) {
        for (const job of jobs) {
          job.state = state;
          job.value = value;
          add(job);
        }
      } else {
        jobs.state = state;
        jobs.value = value;
        add(jobs);
      }
    }

    then(onFulfilled?: unknown, onRejected?: unknown): unknown {
      if (!isPromise(this)) throw new TypeError('Promise.prototype.then: this is not a promise');
      if (this.#state === State.Pending) onWait?.();
      const constructor = speciesOf(this);
      if (constructor === SimPromise) {
        const derived = new SimPromise(pending);
        subscribe(this, new Reaction(onFulfilled, onRejected, derived));
        return derived;
      }
      const derived = capabilityOf(constructor);
      subscribe(this, new SubclassReaction(onFulfilled, onRejected, derived));
      return derived.promise;
    }

    catch(onRejected?: unknown): unknown {
      return invokeThen(this, undefined, onRejected);
    }

    finally(onFinally?: unknown): unknown {
      const constructor = speciesOf(this);
      if (!isFunction(onFinally)) return invokeThen(this, onFinally, onFinally);
      return invokeThen(
        this,
        (value: unknown) => invokeThen(promiseResolveIn(constructor, onFinally()), () => value, undefined),
        (reason: unknown) =>
          invokeThen(
            promiseResolveIn(constructor, onFinally()),
            () => {
              throw reason;
            },
            undefined,
          ),
      );
    }

    static resolve(value?: unknown): unknown {
      return promiseResolveIn(this, value);
    }

    static reject(reason?: unknown): unknown {
      if (this === SimPromise) {
        const promise = new SimPromise(pending);
        settleReject(promise, reason);
        return promise;
      }
      const capability = capabilityOf(this);
      capability.reject(reason);
      return capability.promise;
    }

    static withResolvers(): Capability {
      const { promise, resolve, reject } = capabilityOf(this);
      return { promise, resolve, reject };
    }

    static all(values?: unknown): unknown {
      return all(capabilityOf(this), this, values, onThrown);
    }

    static allSettled(values?: unknown): unknown {
      return allSettled(capabilityOf(this), this, values, onThrown);
    }

    static any(values?: unknown): unknown {
      return any(capabilityOf(this), this, values, onThrown);
    }

    static race(values?: unknown): unknown {
      return race(capabilityOf(this), this, values, onThrown);
    }

    static get [Symbol.species](): unknown {
      return this;
    }
  }

  Object.defineProperty(SimPromise, 'name', { value: 'Promise', configurable: true });
  Object.defineProperty(SimPromise.prototype, Symbol.toStringTag, { value: 'Promise', configurable: true });

  freezeMembers(SimPromise);
  freezeMembers(SimPromise.prototype);

  const iteration = createAsyncIteration<SimPromise>({
    pending: () => new SimPromise(pending),
    fulfil: (promise, value) => settleFulfil(promise, value),
    reject: (promise, reason) => settleReject(promise, reason),
    settled,
    onResume: () => onResume?.(),
  });

  function add(job: Job): void {
    queue[tail] = job;
    tail += 1;
  }

  function drain(): void {
    if (draining) return;
    draining = true;
    const limit = maxJobs;
    let ran = 0;
    try {
      while (head < tail) {
        if (ran >= limit) {
          onBudget?.();
          discard();
          return;
        }
        ran += 1;
        const job = queue[head];
        queue[head] = undefined;
        head += 1;
        job?.run();
        if (head === 1024) {
          queue = queue.slice(head, tail);
          tail -= head;
          head = 0;
        }
      }
      head = 0;
      tail = 0;
    } finally {
      draining = false;
    }
  }

  function discard(): void {
    queue = [];
    head = 0;
    tail = 0;
  }

  return {
    Promise: SimPromise as unknown as SimPromiseConstructor,
    drain,
    discard,
    enqueue(job) {
      add(new HarnessJob(job));
    },
    pending<T>(): Unsettled<T> {
      const promise = new SimPromise(pending);
      const fulfil = (value: T): void => settleFulfil(promise, value);
      return { promise: promise as unknown as Promise<T>, fulfil };
    },
    settled,
    get size() {
      return tail - head;
    },
    takeUnhandled() {
      if (rejections.length === 0) return NONE;
      const reasons = rejections.filter((promise) => !isHandled(promise)).map(reasonOf);
      rejections = [];
      return reasons;
    },
    createAsync(meter) {
      return (self, args, body) => {
        const promise = new SimPromise(pending);
        let generator: Generator<unknown, unknown, unknown>;
        try {
          generator = apply(body as (...args: unknown[]) => typeof generator, self, args ?? []);
        } catch (error) {
          meter.threw(error);
          settleReject(promise, error);
          return promise;
        }
        new Activation(generator, promise, meter).advance();
        return promise;
      };
    },
    createAsyncIteration: iteration,
    reset() {
      discard();
      rejections = [];
    },
  };
}

/** No program may change for another what they share: the object and its members' functions are frozen. */
function freezeMembers(target: object): void {
  for (const { value, get: getter } of Object.values(Object.getOwnPropertyDescriptors(target))) {
    if (typeof value === 'function') Object.freeze(value);
    if (getter !== undefined) Object.freeze(getter);
  }
  const species = Object.getOwnPropertyDescriptor(target, Symbol.species)?.get;
  if (species !== undefined) Object.freeze(species);
  Object.freeze(target);
}
