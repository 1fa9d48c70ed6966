import { createMeter, type BudgetMeter, type ProgramEnv } from '../sim/program.ts';
import { createPromiseRealm, type PromiseRealm } from '../sim/promise.ts';
import type { RunLimits } from '../sim/topology.ts';
import type { Runtime } from '../sim/world.ts';

/** What a runtime needs of its host. */
export interface RuntimeHost {
  /** The globals that programs share, but for the console; frozen with all that they lead to. */
  readonly globals: Readonly<Record<string, unknown>>;
  /** Makes the console of one program instance; `print` gets what it writes there. */
  console(print: (text: string) => void): unknown;
  /** Freezes what several program instances share, with all that it leads to. */
  protect<T>(value: T): T;
}

/** A promise realm, and what it tells whoever uses it now. */
interface SharedRealm {
  readonly realm: PromiseRealm;
  readonly user: { meter: BudgetMeter | undefined; overrun: boolean };
}

/** Promise jobs that one turn may take. */
const JOBS_PER_TURN = 100_000;

const realms = new WeakMap<RuntimeHost, SharedRealm>();

/** One promise realm for all gradings of a host, one after the other: engines optimise one class, not a thousand. */
function realmOf(host: RuntimeHost): SharedRealm {
  const known = realms.get(host);
  if (known !== undefined) return known;
  const user: SharedRealm['user'] = { meter: undefined, overrun: false };
  const realm = createPromiseRealm({
    maxJobsPerDrain: JOBS_PER_TURN,
    onBudget: () => {
      user.overrun = true;
    },
    // A loop that races ever more promises keeps a reaction on each of them, each time. Each is a step; the program's
    // next one, whose line is known, finds that they were too many.
    onWait: () => {
      if (user.meter !== undefined) user.meter.steps++;
    },
    onThrown: (error) => user.meter?.threw(error),
    // So that an error which was made but never thrown has its line too.
    onRejected: (reason) => user.meter?.threw(reason),
  });
  host.protect(realm.Promise);
  const shared = { realm, user };
  realms.set(host, shared);
  return shared;
}

/** A promise realm and a meter, for all runs of a grading, one after the other. Gradings of one host take turns. */
export function createRuntime(limits: RunLimits, host: RuntimeHost): Runtime {
  const meter = createMeter({
    maxSteps: limits.stepsPerTurn,
    maxDepth: limits.depth,
    maxStored: limits.storedPerRun,
  });
  const { realm, user } = realmOf(host);
  realm.reset();
  user.meter = meter;
  user.overrun = false;
  const async = host.protect(realm.createAsync(meter));
  const iteration = host.protect(realm.createAsyncIteration(meter));
  const { globals } = host;
  return {
    realm,
    meter,
    protect: (value) => host.protect(value),
    jobsOverrun: () => {
      const was = user.overrun;
      user.overrun = false;
      return was;
    },
    environment: (helpers, print): ProgramEnv => ({
      Promise: realm.Promise,
      async,
      iteration,
      meter,
      helpers: host.protect(helpers),
      globals,
      console: host.console(print),
    }),
  };
}
