/**
 * Compiled programs without a sandbox, for unit tests only: `prepareRealm` would freeze the test runner's realm.
 * Same bindings, the realm's own intrinsics.
 */
import type { RuntimeHost } from '../../src/grader/runtime.ts';
import {
  createMeter,
  type BudgetMeter,
  type MeterOptions,
  type ProgramFactory,
} from '../../src/sim/program.ts';
import { createPromiseRealm, type PromiseRealm, type PromiseRealmOptions } from '../../src/sim/promise.ts';
import { createConsole, sharedGlobals } from '../../src/sandbox/globals.ts';

const shared = sharedGlobals(globalThis);

/** This realm as a host: nothing is frozen. */
export const plainHost: RuntimeHost = {
  globals: shared,
  console: createConsole,
  protect: (value) => value,
};

/** The factory of compiled code, in this realm. */
export function evaluatePlain(code: string): ProgramFactory {
  const factory: unknown = new Function(`return ${code}`)();
  if (typeof factory !== 'function') throw new TypeError('evaluatePlain: this is not compiled code');
  return (env) => Reflect.apply(factory, undefined, [env]) as Record<string, unknown>;
}

/** An instance of a program with the realm, the meter and the lines it printed. */
export interface PlainInstance {
  readonly exports: Record<string, unknown>;
  readonly realm: PromiseRealm;
  readonly meter: BudgetMeter;
  readonly printed: string[];
}

/** Runs compiled code once with a realm and a meter of its own. Does not drain. */
export function runPlain(
  code: string,
  options: {
    helpers?: Record<string, unknown>;
    meter?: Partial<MeterOptions>;
    realm?: PromiseRealmOptions;
  } = {},
): PlainInstance {
  const realm = createPromiseRealm({ maxJobsPerDrain: 100_000, ...options.realm });
  const meter = createMeter({ maxSteps: 1_000_000, ...options.meter });
  const printed: string[] = [];
  const exports = evaluatePlain(code)({
    Promise: realm.Promise,
    async: realm.createAsync(meter),
    iteration: realm.createAsyncIteration(meter),
    meter,
    helpers: options.helpers ?? {},
    globals: shared,
    console: createConsole((text) => printed.push(text)),
  });
  return { exports, realm, meter, printed };
}
