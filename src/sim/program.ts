/**
 * What a compiled program is handed, and what it hands back.
 *
 * `grader/compile` makes the code, `sandbox/evaluate` turns the code into a {@link ProgramFactory}, the simulator calls
 * the factory once per node and per restart.
 */

import type { AsyncIteration } from './async-iteration.ts';

/** The part of a {@link Meter} that compiled code and the async runner write. */
export interface LineMark {
  /** The learner's line (from 1) that runs now; 0 before the first statement. */
  line: number;
}

/**
 * Counts what a program does. Compiled code writes the fields itself and calls the methods; the learner's own code
 * cannot name the meter. One meter per program instance, or one for all of a run: the harness decides.
 */
export interface Meter extends LineMark {
  /** Loop turns and function entries so far. The harness may set it to 0 at the start of a turn. */
  steps: number;
  /** Steps above this throw, each of them. */
  maxSteps: number;
  /** Functions entered and not yet left. Compiled code keeps it balanced, also when exceptions pass. */
  depth: number;
  /** Nesting above this throws. */
  maxDepth: number;
  /** Called by compiled code past a budget. Throws at every call, so that no `catch` or `finally` outlasts it. */
  over(): never;
  /**
   * Called by compiled code as an exception leaves a function or is caught, so that {@link BudgetMeter.lineOf} knows
   * its line, and so that the engine's own stack overflow counts as one, also when a program catches it.
   */
  threw(error: unknown): void;
}

/**
 * Which budget was used up, and on which line: steps of a turn, nesting, or what a run keeps of values that the program
 * sent, wrote and logged. An engine's own limit counts as depth.
 */
export interface Overrun {
  readonly kind: 'steps' | 'depth' | 'stored';
  readonly line: number;
}

/** What the harness reads from a meter. */
export interface BudgetMeter extends Meter {
  /** Set once a budget is used up, whatever the program caught since. */
  readonly overrun: Overrun | undefined;
  /** The line on which this error was first seen to leave a function; else the line that runs now. */
  lineOf(error: unknown): number;
  /** Sets steps, depth, line and overrun back, as a turn begins. */
  reset(): void;
  /** A run begins: what the one before took does not count for it. */
  beginRun(): void;
  /** Steps of this run, up to now. */
  readonly stepsOfRun: number;
  /** Steps of all runs of this meter, up to now. */
  readonly stepsOfAll: number;
  /** Counts characters and values that the run keeps. Throws past the budget, and so does each further step. */
  store(size: number): void;
}

/** Options of {@link createMeter}. */
export interface MeterOptions {
  /** Steps until the budget is used up. */
  readonly maxSteps: number;
  /** Characters and values that a run may keep. */
  readonly maxStored?: number;
  /** Nested calls until the budget is used up. Above {@link defaultMaxDepth} an engine's own stack may end first. */
  readonly maxDepth?: number;
}

/**
 * Nested calls that every supported engine holds, with room. Measured in Node 20 with V8's usual stack of 984 KB: 1,400
 * nested `async` calls, 1,800 generators, 650 calls through `JSON.stringify`; Safari's workers have half of that stack.
 */
export const defaultMaxDepth = 400;

const engineLimits = [
  'Maximum call stack size exceeded',
  'too much recursion',
  'Invalid string length',
  'allocation size overflow',
  'Out of memory',
  'out of memory',
] as const;

/**
 * The engine's own limit of stack or string length, which differs between engines and must not decide a run. A program
 * can throw the like by hand; it then ends as if it had met the limit.
 */
export function isEngineLimit(error: unknown): boolean {
  let message: unknown;
  try {
    // A proxy has its own mind about either question.
    if (!(error instanceof Error)) return false;
    // Data of the error itself: no getter of a program's runs here.
    message = Object.getOwnPropertyDescriptor(error, 'message')?.value;
  } catch (thrown) {
    return thrown !== error && isEngineLimit(thrown);
  }
  // No regular expression: V8 aborts the process when it compiles one with hardly any stack left.
  return typeof message === 'string' && engineLimits.some((start) => message.startsWith(start));
}

const OVER = {
  steps: 'Too many steps: a loop or recursion does not end',
  depth: 'Calls nest too deep: a recursion does not end',
  stored: 'Too much was sent, written and logged',
} as const;

/**
 * A meter that throws at every step once one of its budgets is used up: a frozen error of a class that every program has
 * anyway. The harness looks at `overrun`, never at what was thrown.
 */
export function createMeter(options: MeterOptions): BudgetMeter {
  const maxSteps = options.maxSteps;
  const maxDepth = options.maxDepth ?? defaultMaxDepth;
  const maxStored = options.maxStored ?? Infinity;
  let stored = 0;
  let stepsBefore = 0;
  let stepsOfEarlierRuns = 0;
  let overrun: Overrun | undefined;
  // Made when first needed: most turns throw nothing.
  let lines: WeakMap<object, number> | undefined;
  let lastPrimitive: unknown;
  let lastPrimitiveLine: number | undefined;
  const isObject = (value: unknown): value is object =>
    (typeof value === 'object' && value !== null) || typeof value === 'function';

  return {
    steps: 0,
    maxSteps,
    depth: 0,
    maxDepth,
    line: 0,
    get overrun() {
      return overrun;
    },
    over(): never {
      if (overrun === undefined) {
        overrun = { kind: this.steps > maxSteps ? 'steps' : 'depth', line: this.line };
        // Nothing is allowed any more: each further step comes back here.
        this.maxSteps = -1;
      }
      throw Object.freeze(new RangeError(`${OVER[overrun.kind]} (line ${overrun.line}).`));
    },
    store(size) {
      stored += size;
      if (stored <= maxStored || overrun !== undefined) return;
      overrun = { kind: 'stored', line: this.line };
      this.maxSteps = -1;
      this.over();
    },
    beginRun() {
      this.reset();
      stored = 0;
      stepsOfEarlierRuns += stepsBefore;
      stepsBefore = 0;
    },
    get stepsOfRun() {
      return stepsBefore + this.steps;
    },
    get stepsOfAll() {
      return stepsOfEarlierRuns + stepsBefore + this.steps;
    },
    threw(error) {
      if (overrun === undefined && isEngineLimit(error)) {
        overrun = { kind: 'depth', line: this.line };
        this.maxSteps = -1;
      }
      if (isObject(error)) {
        lines ??= new WeakMap();
        if (!lines.has(error)) lines.set(error, this.line);
      } else if (lastPrimitiveLine === undefined || lastPrimitive !== error) {
        lastPrimitive = error;
        lastPrimitiveLine = this.line;
      }
    },
    lineOf(error) {
      if (isObject(error)) return lines?.get(error) ?? this.line;
      return lastPrimitiveLine !== undefined && lastPrimitive === error ? lastPrimitiveLine : this.line;
    },
    reset() {
      stepsBefore += this.steps;
      this.steps = 0;
      this.maxSteps = maxSteps;
      this.depth = 0;
      this.line = 0;
      overrun = undefined;
      lines = undefined;
      lastPrimitive = undefined;
      lastPrimitiveLine = undefined;
    },
  };
}

/**
 * Runs the body of an `async` function that the compiler turned into a generator. Made by `PromiseRealm.createAsync`,
 * one per meter, so that the current line is right again after each `await`.
 */
export type AsyncRunner = (
  self: unknown,
  args: ArrayLike<unknown> | null,
  body: (...args: never[]) => Generator<unknown, unknown, unknown>,
) => unknown;

/** Everything one program instance can reach. What several instances share must be hardened by the sandbox. */
export interface ProgramEnv {
  /** `realm.Promise` of the run's `PromiseRealm`. */
  readonly Promise: unknown;
  /** `realm.createAsync(meter)`. */
  readonly async: AsyncRunner;
  /** `realm.createAsyncIteration(meter)`. */
  readonly iteration: AsyncIteration;
  readonly meter: Meter;
  /** What `import { … } from 'partial-failure'` gives, by name. */
  readonly helpers: Readonly<Record<string, unknown>>;
  /** The safe globals by name (`sandbox/globals.ts`). */
  readonly globals: Readonly<Record<string, unknown>>;
  /** This instance's own. */
  readonly console: unknown;
}

/** Runs a program's top level once, in a module instance of its own, and gives its exports (no prototype). */
export type ProgramFactory = (env: ProgramEnv) => Record<string, unknown>;
