import { explore } from '../explore/run.ts';
import type { Run } from '../explore/scenario.ts';
import type { ProgramFactory } from '../sim/program.ts';
import type { Runtime } from '../sim/world.ts';
import { positionsOf, type Values } from './controls.ts';
import type { AnyLab, LabResult, SweepPoint } from './lab.ts';

/** Even, so that what happens at one instant keeps its order. */
const SEED = 2;

/**
 * Makes the one run that a lab's values stand for.
 *
 * @throws Error when a budget ended it: a fault of the lab
 */
export function runLab(lab: AnyLab, factory: ProgramFactory, runtime: Runtime, values: Values): LabResult {
  const run = perform(lab, factory, runtime, values);
  const outcome = lab.outcome(run, values);
  return {
    run: {
      nodes: run.nodes.map(({ id, role, clockAtStart }) => ({ id, role, clockAtStart })),
      events: run.trace,
      faults: run.faults,
      violation: outcome.harm === undefined ? [] : [outcome.harm],
      endUs: run.endUs,
      told: [],
    },
    outcome,
  };
}

/**
 * Makes the run at each position of the slider that the lab sweeps over; the other values stay.
 *
 * @throws Error for a lab without a sweep, or when a budget ended a run
 */
export function sweepLab(
  lab: AnyLab,
  factory: ProgramFactory,
  runtime: Runtime,
  values: Values,
): readonly SweepPoint[] {
  const { sweep, controls } = lab;
  const slider = sweep && controls[sweep.over];
  if (sweep === undefined || slider?.kind !== 'slider') throw new Error('This lab sweeps over no slider.');
  return positionsOf(slider).map((x) => {
    const there = { ...values, [sweep.over]: x };
    return { x, ...sweep.read(perform(lab, factory, runtime, there), there) };
  });
}

function perform(lab: AnyLab, factory: ProgramFactory, runtime: Runtime, values: Values): Run {
  const scenario = { ...lab.scenario(values), id: 'lab', title: 'lab', visible: true, category: 'lab' };
  const subject = { exercise: { roles: lab.roles }, factory, runtime, rates: 'true' } as const;
  const run = explore(subject, { scenario, caseIndex: 0, seed: SEED });
  const { reason } = run.ending;
  if (reason !== 'time' && reason !== 'quiet')
    throw new Error(`The lab's run went past its budget: ${reason}.`);
  return run;
}
