import { createMeter, type ProgramEnv } from '../sim/program.ts';
import { createPromiseRealm } from '../sim/promise.ts';
import type { RunLimits } from '../sim/topology.ts';
import type { Runtime } from '../sim/world.ts';

/** Makes the globals of one program instance; `print` gets what it writes to its console. */
export type GlobalsMaker = (print: (text: string) => void) => Readonly<Record<string, unknown>>;

/** What a runtime needs of its host. */
export interface RuntimeHost {
  readonly globals: GlobalsMaker;
  /** Freezes what several program instances share. */
  protect<T>(value: T): T;
}

const share = (): void => undefined;
/** Promise jobs that one turn may take. */
const JOBS_PER_TURN = 100_000;

/** One promise realm and one meter, for all runs of a grading, one after the other. */
export function createRuntime(limits: RunLimits, { globals, protect }: RuntimeHost): Runtime {
  let overrun = false;
  const meter = createMeter({ maxSteps: limits.stepsPerTurn, maxDepth: limits.depth });
  const realm = createPromiseRealm({
    maxJobsPerDrain: JOBS_PER_TURN,
    onBudget: () => {
      overrun = true;
    },
    // So that an error which was made but never thrown has its line too.
    onRejected: (reason) => meter.threw(reason),
  });
  protect(realm.Promise);
  const async = realm.createAsync(meter);
  const shared = globals((text) => runtime.print(text));
  const environments = new Map<object, ProgramEnv>();
  const runtime: Runtime = {
    realm,
    meter,
    print: () => undefined,
    jobsOverrun: () => {
      const was = overrun;
      overrun = false;
      return was;
    },
    environment: (helpers) => {
      let environment = environments.get(helpers);
      if (environment === undefined) {
        environment = Object.freeze({
          Promise: realm.Promise,
          async,
          meter,
          helpers,
          globals: shared,
          share,
        });
        environments.set(helpers, environment);
      }
      return environment;
    },
  };
  return runtime;
}
