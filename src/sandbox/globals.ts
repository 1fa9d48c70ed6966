/**
 * The globals that programs have, one value for each of the compiler's `globalNames`: those of the language that are
 * the same in every engine, a `Math` of ours, and for each instance a console that writes to the trace.
 */
import { globalNames, type GlobalName } from '../grader/compile/names.ts';
import * as exact from './exact-math.ts';
import { formatLine } from './format-line.ts';

/** The globals by name; each instance has a console of its own beside them. */
export type ProgramGlobals = Readonly<Record<Exclude<GlobalName, 'console'>, unknown>>;

/** Takes the safe globals from a global object: a Compartment's in the sandbox, the host's own in unit tests. */
export function sharedGlobals(from: object): ProgramGlobals {
  const found: Record<string, unknown> = {};
  for (const name of globalNames) if (name !== 'console') found[name] = Reflect.get(from, name);
  found['Math'] = createMath();
  return found as ProgramGlobals;
}

/** One instance's console, frozen with its functions. `print` gets a line of text for each call. */
export function createConsole(print: (text: string) => void): object {
  const write = (...parts: unknown[]): void => {
    print(formatLine(parts));
  };
  const nothing = (): void => undefined;
  const assert = (holds?: unknown, ...parts: unknown[]): void => {
    if (!holds) write('Assertion failed:', ...parts);
  };
  for (const method of [write, nothing, assert]) Object.freeze(method);
  return Object.freeze({
    log: write,
    info: write,
    warn: write,
    error: write,
    debug: write,
    trace: write,
    dir: write,
    table: write,
    assert,
    group: write,
    groupEnd: nothing,
    time: nothing,
    timeEnd: nothing,
    timeLog: nothing,
    count: nothing,
    clear: nothing,
  });
}

const native = [
  'abs',
  'ceil',
  'clz32',
  'floor',
  'fround',
  'imul',
  'max',
  'min',
  'round',
  'sign',
  'sqrt',
  'trunc',
] as const;
const constants = ['E', 'LN10', 'LN2', 'LOG10E', 'LOG2E', 'PI', 'SQRT1_2', 'SQRT2'] as const;
const inexact = [
  'sin',
  'cos',
  'tan',
  'asin',
  'acos',
  'atan',
  'atan2',
  'sinh',
  'cosh',
  'tanh',
  'asinh',
  'acosh',
  'atanh',
];

/** A `Math` that gives the same bits everywhere; what engines round differently says so when it is called. */
function createMath(): object {
  const math: Record<PropertyKey, unknown> = {};
  for (const name of native) math[name] = Math[name];
  for (const name of constants) math[name] = Math[name];
  for (const name of ['exp', 'expm1', 'log', 'log1p', 'log2', 'log10', 'cbrt', 'hypot'] as const)
    math[name] = exact[name];
  // The compiler turns ** into Math.pow, for integers of any size too; those are exact in every engine.
  math['pow'] = (base: unknown, exponent: unknown): unknown =>
    typeof base === 'bigint' && typeof exponent === 'bigint'
      ? base ** exponent
      : exact.pow(Number(base), Number(exponent));
  math['random'] = (): never => {
    throw new ReferenceError('There is no Math.random here: use node.random().');
  };
  for (const name of inexact) {
    math[name] = (): never => {
      throw new ReferenceError(
        `There is no Math.${name} here: engines round it differently, and a run must be the same in all.`,
      );
    };
  }
  math[Symbol.toStringTag] = 'Math';
  return math;
}
