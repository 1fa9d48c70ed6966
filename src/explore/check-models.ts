import type { Fault } from '../sim/fault.ts';
import type { NodesExercise } from './exercise.ts';
import type { FaultMix } from './mix.ts';
import { setUpOf } from './run.ts';
import type { AnyScenario, Exhaust, Sweep } from './scenario.ts';
import { checkFaults, modelOf } from './system-model.ts';

/**
 * Checks scenarios as they are loaded: what they give, draw, sweep and search is within their models. What their directors
 * decide is checked as runs end, by `explore`.
 *
 * @throws HarnessError
 */
export function checkModels(
  exercise: Pick<NodesExercise, 'systemModel' | 'driftPpm'>,
  scenarios: readonly AnyScenario[],
): void {
  for (const scenario of scenarios) {
    if (modelOf(scenario, exercise) === undefined) continue;
    for (let caseIndex = 0; caseIndex < (scenario.cases?.length ?? 1); caseIndex++) {
      const given = scenario.faults?.(setUpOf({ scenario, caseIndex, seed: 0 }, 'faults')) ?? [];
      checkFaults(scenario, exercise, given, 'its given faults');
    }
    if (scenario.sample !== undefined)
      checkFaults(scenario, exercise, examplesOfMix(scenario.sample.mix), 'the faults that its samples draw');
    if (scenario.sweep !== undefined)
      checkFaults(scenario, exercise, examplesOfSweep(scenario.sweep), 'the faults of its sweep');
    if (scenario.exhaust !== undefined)
      checkFaults(
        scenario,
        exercise,
        examplesOfExhaust(scenario.exhaust),
        'the faults of its exhaustive search',
      );
  }
}

const SOME_MESSAGE = { message: 'send a>b 0.0' };
const SOME_STRETCH = { node: 'a', fromMs: 0, untilMs: 1 };
const SOME_TIME = { node: 'a', atMs: 0 };

function examplesOfCrash(
  restartAfterMs: number | null,
  unsynced: 'lost' | 'torn' | undefined,
  losesDisk: boolean,
): Fault[] {
  const crash = { kind: 'crash', at: SOME_TIME, restartAfterMs } as const;
  const faults: Fault[] = [crash];
  if (unsynced !== undefined)
    faults.push({ ...crash, unsynced: { calls: 0, ...(unsynced === 'torn' && { bytes: 1 }) } });
  if (losesDisk) faults.push({ ...crash, losesDisk });
  return faults;
}

/** A fault of each sort that a mix may draw. */
function examplesOfMix(mix: FaultMix): Fault[] {
  const { clockRate, crash, liars } = mix;
  const links = { fromMs: 0, untilMs: 1, links: [] };
  const faults: Fault[] = [];
  const add = (drawn: unknown, ...examples: Fault[]): void => {
    if (drawn !== undefined && drawn !== 0) faults.push(...examples);
  };
  add(mix.dropPercent, { kind: 'drop', ...SOME_MESSAGE });
  add(mix.duplicate, { kind: 'duplicate', ...SOME_MESSAGE, afterMs: 0 });
  add(mix.delay, { kind: 'delay', ...SOME_MESSAGE, byMs: 0 });
  add(mix.corruptPercent, { kind: 'corrupt', ...SOME_MESSAGE, draw: 0 });
  add(mix.partition, { kind: 'partition', ...links });
  add(mix.burstLoss, { kind: 'burst-loss', ...links, percent: 0 });
  add(mix.pause, { kind: 'pause', at: SOME_TIME, forMs: 0 });
  add(mix.slowNode, { kind: 'slow-node', ...SOME_STRETCH, byMs: 0 });
  add(mix.slowDisk, { kind: 'slow-disk', ...SOME_STRETCH, byMs: 0 });
  add(mix.smallInbox, { kind: 'small-inbox', ...SOME_STRETCH, capacity: 0 });
  add(mix.noSync, { kind: 'no-sync', ...SOME_STRETCH });
  add(mix.clockStep, { kind: 'clock-step', at: SOME_TIME, byMs: 0 });
  add(mix.slowLink, { kind: 'slow-link', ...links, byMs: 0 });
  const realMicros = 1_000_000 + (clockRate?.byPpm ?? 0);
  add(clockRate, { kind: 'clock-rate', at: SOME_TIME, realMicros });
  add(mix.leapSecond, { kind: 'leap-second', at: SOME_TIME });
  if (crash !== undefined) {
    const restartAfterMs = crash.restartAfter?.minMs ?? null;
    faults.push(...examplesOfCrash(restartAfterMs, crash.unsynced, (crash.losesDiskPercent ?? 0) > 0));
  }
  if (liars !== undefined) {
    add(liars.percent, { kind: 'equivocate', ...SOME_MESSAGE, body: null });
    add(liars.replay, { kind: 'replay', at: SOME_TIME, ...SOME_MESSAGE });
    add(liars.forge, { kind: 'forge', at: SOME_TIME, to: 'b', body: null });
    add(liars.silence, { kind: 'silence', ...SOME_STRETCH });
  }
  return faults;
}

/** A fault of each sort that a sweep makes. */
function examplesOfSweep(sweep: Sweep): Fault[] {
  const { crash, corruptDraws = [] } = sweep;
  return [
    ...(crash === undefined ? [] : examplesOfCrash(crash.restartAfterMs, crash.unsynced, false)),
    ...(corruptDraws.length === 0 ? [] : [{ kind: 'corrupt' as const, ...SOME_MESSAGE, draw: 0 }]),
    ...examplesOfSingles(sweep),
  ];
}

/** A fault of each sort that an exhaustive search combines. */
function examplesOfExhaust(spec: Exhaust): Fault[] {
  const { crash } = spec;
  return [
    ...(crash === undefined ? [] : examplesOfCrash(crash.restartAfterMs, undefined, false)),
    ...examplesOfSingles(spec),
  ];
}

function examplesOfSingles({
  pause,
  drop,
  delayMs = [],
  duplicateAfterMs = [],
}: Pick<Sweep & Exhaust, 'pause' | 'drop' | 'delayMs' | 'duplicateAfterMs'>): Fault[] {
  const faults: Fault[] = [];
  if (pause !== undefined) faults.push({ kind: 'pause', at: SOME_TIME, forMs: 0 });
  if (drop === true) faults.push({ kind: 'drop', ...SOME_MESSAGE });
  if (delayMs.length > 0) faults.push({ kind: 'delay', ...SOME_MESSAGE, byMs: 0 });
  if (duplicateAfterMs.length > 0) faults.push({ kind: 'duplicate', ...SOME_MESSAGE, afterMs: 0 });
  return faults;
}
