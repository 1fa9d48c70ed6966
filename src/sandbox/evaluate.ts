/**
 * Learners' programs in a SES Compartment: frozen intrinsics, nothing of the host in reach.
 *
 * Works in Node's workers and child processes and in browsers' workers; call {@link prepareRealm} first thing there.
 * It changes and freezes the realm for good, so never in a page or in a test runner's own process.
 */
import 'ses';
import type { ProgramFactory } from '../sim/program.ts';
import { sharedGlobals, type ProgramGlobals } from './globals.ts';
import { repairRealm } from './repair-realm.ts';
import { makeSameEverywhere } from './same-everywhere.ts';

let shared: ProgramGlobals | undefined;

/** Repairs this realm's intrinsics and freezes them. Does nothing when called again. */
export function prepareRealm(): void {
  if (shared !== undefined) return;
  repairRealm();
  repairIntrinsics({
    errorTaming: 'safe',
    localeTaming: 'safe',
    regExpTaming: 'safe',
    evalTaming: 'safe-eval',
    // Programs assign `this.toString` and the like; the frozen prototypes must not forbid it.
    overrideTaming: 'severe',
    // What we print from a worker is ours.
    consoleTaming: 'unsafe',
    errorTrapping: 'none',
    unhandledRejectionTrapping: 'none',
    reporting: 'none',
    domainTaming: 'unsafe',
  });
  const same = makeSameEverywhere();
  hardenIntrinsics();
  shared = harden({ ...sharedGlobals(new Compartment().globalThis), ...same });
}

/** Turns compiled code into a factory, in a Compartment of its own whose global object is empty and frozen. */
export function evaluateProgram(code: string): ProgramFactory {
  preparedGlobals();
  const compartment = new Compartment();
  const world: object = compartment.globalThis;
  for (const key of Reflect.ownKeys(world)) Reflect.deleteProperty(world, key);
  Object.freeze(world);
  const factory: unknown = compartment.evaluate(code);
  if (typeof factory !== 'function') throw new TypeError('evaluateProgram: this is not compiled code');
  return (env) => Reflect.apply(factory, undefined, [env]) as Record<string, unknown>;
}

/** The globals that all programs share. */
export function programGlobals(): ProgramGlobals {
  return preparedGlobals();
}

/** Freezes a value and all that it leads to, before several instances share it. */
export function protect<T>(value: T): T {
  preparedGlobals();
  return harden(value);
}

function preparedGlobals(): ProgramGlobals {
  if (shared === undefined) throw new Error('evaluate: call prepareRealm() first');
  return shared;
}
