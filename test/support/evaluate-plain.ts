/**
 * Compiled programs without a sandbox, for unit tests only: `prepareRealm` would freeze the test runner's realm.
 * Same bindings, the realm's own intrinsics.
 */
import {
  createMeter,
  type BudgetMeter,
  type MeterOptions,
  type ProgramFactory,
} from '../../src/sim/program.ts';
import { createPromiseRealm, type PromiseRealm, type PromiseRealmOptions } from '../../src/sim/promise.ts';
import { sharedGlobals, withConsole, type ProgramGlobals } from '../../src/sandbox/globals.ts';

const shared = sharedGlobals(globalThis);

/** The factory of compiled code, in this realm. */
export function evaluatePlain(code: string): ProgramFactory {
  const factory: unknown = new Function(`return ${code}`)();
  if (typeof factory !== 'function') throw new TypeError('evaluatePlain: this is not compiled code');
  return (env) => Reflect.apply(factory, undefined, [env]) as Record<string, unknown>;
}

/** The globals of one instance, in this realm. */
export function plainGlobals(print: (text: string) => void = () => undefined): ProgramGlobals {
  return withConsole(shared, print);
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
    globals: plainGlobals((text) => printed.push(text)),
    share: () => undefined,
  });
  return { exports, realm, meter, printed };
}
