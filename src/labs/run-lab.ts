import type { RecordedRun } from '../diagram/recorded-run.ts';
import { sketchOf } from '../diagram/sketch.ts';
import { explore } from '../explore/run.ts';
import type { Run } from '../explore/scenario.ts';
import type { ProgramFactory } from '../sim/program.ts';
import type { Runtime } from '../sim/world.ts';
import type { Values } from './controls.ts';
import type { AnyLab, Ends, LabResult, RunMade } from './lab.ts';
import type { ManyPicture, RunSpec } from './pictures.ts';
import { FIRST_SEED, pictureOf, runsOf, valuesOf } from './runs.ts';

/** A lab with its program, ready to run. */
export interface ReadyToRun {
  readonly lab: AnyLab;
  readonly factory: ProgramFactory;
  readonly runtime: Runtime;
}

/**
 * Makes the one run that a lab's values stand for.
 *
 * @throws Error when a budget ended it: a fault of the lab
 */
export function runLab(ready: ReadyToRun, values: Values, seed = FIRST_SEED): LabResult {
  const { lab } = ready;
  const run = perform(ready, values, seed);
  const ends: Ends = (id) =>
    runsOf(lab, id, values).map((spec) => makeRun(ready, pictureOf(lab, id), values, spec));
  const outcome = lab.outcome(run, values, ends);
  const strips = (lab.pictures ?? []).flatMap((picture) =>
    picture.kind === 'strip' ? [[picture.id, picture.read(run, values)] as const] : [],
  );
  const violation = outcome.harm === undefined ? [] : [outcome.harm];
  return { run: recorded(run, violation, lab.drawnMs), outcome, strips: Object.fromEntries(strips) };
}

/**
 * Makes one run of a picture of many.
 *
 * @throws Error when a budget ended it: a fault of the lab
 */
export function makeRun(ready: ReadyToRun, picture: ManyPicture, values: Values, spec: RunSpec): RunMade {
  const there = valuesOf(spec, values);
  const run = perform(ready, there, spec.seed ?? FIRST_SEED);
  const end = picture.read(run, there);
  if (picture.kind !== 'tiles' || picture.sketch !== true) return end;
  return { ...end, sketch: sketchOf(recorded(run, [], ready.lab.drawnMs)) };
}

function recorded(run: Run, violation: readonly number[], drawnMs = Infinity): RecordedRun {
  const past = run.trace.findIndex(({ atUs }) => atUs > drawnMs * 1000);
  return {
    nodes: run.nodes.map(({ id, role, clockAtStart }) => ({ id, role, clockAtStart })),
    events: past < 0 ? run.trace : run.trace.slice(0, past),
    faults: run.faults,
    violation: violation.filter((seq) => past < 0 || seq < past),
    endUs: Math.min(run.endUs, drawnMs * 1000),
    told: [],
  };
}

function perform({ lab, factory, runtime }: ReadyToRun, values: Values, seed: number): Run {
  const { roles, limits, grant, driftPpm } = lab;
  if (seed % 2 !== 0) throw new Error(`The seed of a lab's run is even; ${seed} is not.`);
  const scenario = { ...lab.scenario(values), id: 'lab', title: 'lab', visible: true, category: 'lab' };
  const exercise = {
    roles,
    ...(limits !== undefined && { limits }),
    ...(grant !== undefined && { grant }),
    ...(driftPpm !== undefined && { driftPpm }),
  };
  const rates = driftPpm === undefined ? 'true' : 'drawn';
  const run = explore({ exercise, factory, runtime, rates }, { scenario, caseIndex: 0, seed });
  const { reason } = run.ending;
  if (reason !== 'time' && reason !== 'quiet')
    throw new Error(`The lab's run went past its budget: ${reason}.`);
  return run;
}
