import type { Fault } from '../sim/fault.ts';
import type { NodesExercise } from './exercise.ts';
import { HarnessError } from './harness-error.ts';
import type { AnyScenario } from './scenario.ts';

/**
 * The system model that a scenario states and stays within. On each axis a later value allows what the earlier ones
 * allow, and more.
 */
export interface StatedModel {
  /**
   * `synchronous`: bounds on messages and steps hold always; `partially-synchronous`: from some time on;
   * `asynchronous`: there are none.
   */
  readonly timing: (typeof AXES.timing)[number];
  /**
   * How nodes fail. `crash-stop`: they stop for good; `omission`: they also leave out messages; `crash-recovery`: they
   * also come back; `byzantine`: they lie.
   */
  readonly nodes: (typeof AXES.nodes)[number];
  /**
   * `reliable`: what is sent arrives, once, as it is; `fair-loss`: messages may be lost and doubled, but what is sent
   * again and again arrives; `arbitrary`: they may also be changed.
   */
  readonly network: (typeof AXES.network)[number];
  /**
   * `exact`: clocks have no faults, beyond the drift that the scenario states; `bounded`: their rates change, their
   * uncertainty grows, leap seconds are smeared; `stepping`: the time of day also steps.
   */
  readonly clocks: (typeof AXES.clocks)[number];
  /**
   * What a crash leaves of the disk. `stable` (default): all that had resolved; `unsynced`: of what was not synced, some
   * calls; `torn`: also a part of a call, changed; `lost`: also nothing at all.
   */
  readonly storage?: (typeof AXES.storage)[number];
  /** Kinds of faults that never come, although the rest of the model would allow them. */
  readonly without?: readonly Fault['kind'][];
}

/** The axes of a system model, each from the most to the least restrictive. */
export const AXES = {
  timing: ['synchronous', 'partially-synchronous', 'asynchronous'],
  nodes: ['none', 'crash-stop', 'omission', 'crash-recovery', 'byzantine'],
  network: ['reliable', 'fair-loss', 'arbitrary'],
  clocks: ['exact', 'bounded', 'stepping'],
  storage: ['stable', 'unsynced', 'torn', 'lost'],
} as const;

/** What a model must at least be, on some of its axes. */
export type Needs = Partial<Omit<StatedModel, 'without'>>;

/** Which models allow a fault of a kind: those that are at least this. {@link needsOf} adds what depends on its values. */
export const ALLOWED_FROM: Readonly<Record<Fault['kind'], Needs>> = {
  drop: { network: 'fair-loss' },
  duplicate: { network: 'fair-loss' },
  partition: { network: 'fair-loss' },
  'burst-loss': { network: 'fair-loss' },
  'small-inbox': { network: 'fair-loss' },
  corrupt: { network: 'arbitrary' },
  delay: { timing: 'partially-synchronous' },
  'slow-link': { timing: 'partially-synchronous' },
  'slow-node': { timing: 'partially-synchronous' },
  'slow-disk': { timing: 'partially-synchronous' },
  pause: { timing: 'partially-synchronous' },
  crash: { nodes: 'crash-stop' },
  silence: { nodes: 'omission' },
  equivocate: { nodes: 'byzantine' },
  forge: { nodes: 'byzantine' },
  replay: { nodes: 'byzantine' },
  'clock-rate': { clocks: 'bounded' },
  'no-sync': { clocks: 'bounded' },
  'leap-second': { clocks: 'bounded' },
  'clock-step': { clocks: 'stepping' },
};

/** What a model must at least be to allow this very fault. */
export function needsOf(fault: Fault): Needs {
  const needs = ALLOWED_FROM[fault.kind];
  if (fault.kind === 'leap-second' && fault.smearSeconds === undefined) return { clocks: 'stepping' };
  if (fault.kind !== 'crash') return needs;
  const { restartAfterMs, losesDisk, unsynced } = fault;
  const storage =
    losesDisk === true
      ? 'lost'
      : unsynced === undefined
        ? undefined
        : (unsynced.bytes ?? 0) > 0
          ? 'torn'
          : 'unsynced';
  return {
    nodes: restartAfterMs === null ? 'crash-stop' : 'crash-recovery',
    ...(storage !== undefined && { storage }),
  };
}

/** How far clock rates are off where nobody says, in parts per million. */
const DEFAULT_DRIFT_PPM = 1000;

/** ρ of a scenario, in parts per million: its own, or that of its exercise. */
export function driftPpmOf(scenario: AnyScenario, exercise: Pick<NodesExercise, 'driftPpm'>): number {
  return scenario.driftPpm ?? exercise.driftPpm ?? DEFAULT_DRIFT_PPM;
}

/**
 * Why a model excludes a fault, in a few words; `undefined` when it allows it.
 *
 * @param driftPpm how far clock rates may be off: no fault makes a clock drift beyond it. See {@link driftPpmOf}
 */
export function exclusion(
  model: StatedModel,
  fault: Fault,
  driftPpm: number = DEFAULT_DRIFT_PPM,
): string | undefined {
  if (model.without?.includes(fault.kind) === true) return 'it says that there is none of that kind';
  if (fault.kind === 'clock-rate' && Math.abs(fault.realMicros - 1_000_000) > driftPpm)
    return `clocks drift by at most ${driftPpm} parts in a million, and this is ${fault.realMicros - 1_000_000}`;
  const needs = needsOf(fault);
  return (
    short('timing', AXES.timing, model.timing, needs.timing) ??
    short('nodes', AXES.nodes, model.nodes, needs.nodes) ??
    short('network', AXES.network, model.network, needs.network) ??
    short('clocks', AXES.clocks, model.clocks, needs.clocks) ??
    short('storage', AXES.storage, model.storage ?? 'stable', needs.storage)
  );
}

function short<T extends string>(
  axis: string,
  values: readonly T[],
  has: T,
  needed: T | undefined,
): string | undefined {
  if (needed === undefined || values.indexOf(has) >= values.indexOf(needed)) return undefined;
  return `its ${axis} is "${has}", and this needs "${needed}"`;
}

/** The model that a scenario states, itself or by its exercise. */
export function modelOf(
  scenario: AnyScenario,
  exercise: Pick<NodesExercise, 'systemModel'>,
): StatedModel | undefined {
  return scenario.systemModel ?? exercise.systemModel;
}

/**
 * Refuses faults that a scenario's model excludes.
 *
 * @param among what they are, for the error: "its given faults"
 * @throws HarnessError that names the scenario, the kind of fault and what the model says
 */
export function checkFaults(
  scenario: AnyScenario,
  exercise: Pick<NodesExercise, 'systemModel' | 'driftPpm'>,
  faults: readonly Fault[],
  among: string,
): void {
  const model = modelOf(scenario, exercise);
  if (model === undefined) return;
  const driftPpm = driftPpmOf(scenario, exercise);
  for (const fault of faults) {
    const why = exclusion(model, fault, driftPpm);
    if (why === undefined) continue;
    throw new HarnessError(
      `Scenario "${scenario.id}" leaves its system model: among ${among} is one of kind "${fault.kind}", which the ` +
        `model excludes: ${why}. Take the fault away, or state another model.`,
    );
  }
}
