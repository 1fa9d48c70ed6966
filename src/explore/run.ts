import type { NodeId } from '../api.ts';
import { combine, replayOf, type Decider } from '../sim/decider.ts';
import type { Fault } from '../sim/fault.ts';
import type { ProgramFactory } from '../sim/program.ts';
import { createScript, type Operation, type Script } from '../sim/script.ts';
import { DEFAULT_UNCERTAINTY } from '../sim/intervals.ts';
import type { NodeSpec, RunLimits, Span, Surroundings, Uncertainty } from '../sim/topology.ts';
import { World, type Runtime } from '../sim/world.ts';
import { hash32, Prng } from '../util/prng.ts';
import type { DrawnCommand } from './commands.ts';
import { Conductor } from './conduct-commands.ts';
import type { NodesExercise } from './exercise.ts';
import type { AnyScenario, Run, ScenarioNode, SetUp } from './scenario.ts';
import { checkFaults, driftPpmOf } from './system-model.ts';

/** A submitted program that can be run: what it is, what it plays, on what it runs. */
export interface Subject {
  readonly exercise: Pick<
    NodesExercise,
    'roles' | 'helpers' | 'withhold' | 'grant' | 'systemModel' | 'driftPpm' | 'limits'
  >;
  readonly factory: ProgramFactory;
  readonly runtime: Runtime;
  /** Clock rates; `drawn` unless a test asks for an extreme. */
  readonly rates?: Surroundings['rates'];
}

/** Which run it is. With the subject and the faults, everything follows from it. */
export interface RunId {
  readonly scenario: AnyScenario;
  readonly caseIndex: number;
  readonly seed: number;
  /** The sequence of commands that is done in it, where the scenario has commands. Default: none. */
  readonly commands?: readonly DrawnCommand[];
}

const NO_HELPERS = {};
const NOTHING = [] as const;
const DEFAULT_LINK: Span = { minMs: 1, maxMs: 50 };
const DEFAULT_DISK: Span = { minMs: 1, maxMs: 20 };
export const DEFAULT_LIMITS: RunLimits = {
  eventsPerRun: 20_000,
  stepsPerTurn: 200_000,
  // Of the right programs of the first four exercises the greediest took 9,000, 360,000 and 105,000 of these.
  stepsPerRun: 5_000_000,
  stepsPerGrading: 100_000_000,
  storedPerRun: 2_000_000,
  depth: 400,
};

/** The seed of each run of a grading: 0 to 2³² − 1. `kind` and `index` tell the runs of a scenario apart. */
export type SeedOf = (exercise: string, scenario: string, kind: string, index: number) => number;

/** The seed of a run, from that of the grading. Whoever knows some of them can find out the others. */
export function runSeed(
  gradingSeed: string,
  exercise: string,
  scenario: string,
  kind: string,
  index: number,
): number {
  return hash32(gradingSeed, exercise, scenario, kind, index);
}

/** What a scenario's functions are given for one of its cases. */
export function setUpOf({ scenario, caseIndex, seed }: RunId, purpose: string): SetUp<unknown> {
  return { case: scenario.cases?.[caseIndex], draw: new Prng(hash32(seed, purpose)) };
}

/** Sees a run from inside while it goes on. */
export interface Watch {
  /** Before the script begins. */
  begin(world: World, operations: readonly Operation[]): void;
  /** Before the first event of each instant but 0; may end the run. */
  onMoment(world: World): void;
  /** Stands between the world and the scenario's script. */
  watched(script: Script): Script;
  /** How long a message takes was drawn anew, so that it depends on what was asked before. */
  onLinkDraw(): void;
}

/**
 * Runs a scenario as it is written: its given faults, its director, and those of `further`.
 *
 * @throws HarnessError when a fault happened that the stated system model excludes
 */
export function explore(subject: Subject, id: RunId, further: readonly Decider[] = [], watch?: Watch): Run {
  const { scenario } = id;
  const own: Decider[] = [];
  if (scenario.faults !== undefined) own.push(replayOf(scenario.faults(setUpOf(id, 'faults'))));
  if (scenario.direct !== undefined) own.push(scenario.direct(setUpOf(id, 'direct')));
  if (scenario.mayCrash !== undefined) own.push({ mayCrash: scenario.mayCrash });
  const conductor = conductorOf(id, false);
  if (conductor !== undefined) own.push(conductor.decider);
  const run = perform(subject, id, combine([...own, ...further]), conductor, watch);
  checkFaults(scenario, subject.exercise, run.faults, 'the faults of a run');
  return run;
}

/** Runs a scenario with exactly these faults, also instead of those that its commands bring. `beside` looks on; what it decides would come on top. */
export function replay(subject: Subject, id: RunId, faults: readonly Fault[], beside?: Decider): Run {
  const given = replayOf(faults, id.scenario.mayCrash);
  const decider = beside === undefined ? given : combine([given, beside]);
  return perform(subject, id, decider, conductorOf(id, true), undefined, faults);
}

function conductorOf({ scenario, commands }: RunId, isReplay: boolean): Conductor | undefined {
  if (scenario.commands === undefined) return undefined;
  return new Conductor(scenario.commands, commands ?? NOTHING, isReplay);
}

function perform(
  subject: Subject,
  id: RunId,
  decider: Decider,
  conductor: Conductor | undefined,
  watch?: Watch,
  wanted: readonly Fault[] = NOTHING,
): Run {
  const { exercise, runtime } = subject;
  const { scenario, seed } = id;
  const limits = { ...DEFAULT_LIMITS, ...exercise.limits };
  const linkSetUp = linkSetUpOf(id, watch);
  const surroundings: Surroundings = {
    link: (from, to) => scenario.link?.(from, to, linkSetUp) ?? DEFAULT_LINK,
    disk: scenario.disk ?? DEFAULT_DISK,
    ...(scenario.inbox !== undefined && { inbox: (node) => scenario.inbox?.(node, setUpOf(id, 'inbox')) }),
    ...(scenario.uncertainty !== undefined && { uncertainty: uncertaintyOf(id) }),
    driftPpm: driftPpmOf(scenario, exercise),
    rates: subject.rates ?? 'drawn',
    offsetMs: scenario.clockOffsetMs ?? 500,
    shuffleTies: (seed & 1) === 1,
  };
  const world = new World({
    seed,
    endMs: scenario.endMs,
    surroundings,
    limits,
    decider,
    runtime,
    ...(watch !== undefined && { onMoment: (moment: World) => watch.onMoment(moment) }),
  });
  const roles = new Map<NodeId, string>();
  for (const node of scenario.nodes(setUpOf(id, 'nodes'))) {
    if ('role' in node) roles.set(node.id, node.role);
    world.addNode(specOf(subject, node));
  }
  const { script, operations } = createScript(world, new Prng(hash32(seed, 'script')));
  watch?.begin(world, operations);
  scenario.script(watch?.watched(script) ?? script, setUpOf(id, 'case'));
  conductor?.begin(script, world);
  const ending = world.run();
  const run: Run = {
    scenario: scenario.id,
    case: scenario.cases?.[id.caseIndex],
    ...(id.commands !== undefined && { commands: id.commands }),
    trace: world.trace(),
    operations,
    faults: world.fired,
    unfired: wanted.filter((fault) => !world.hasHappened(fault)),
    nodes: [...world.nodes.values()].map((node) => ({
      id: node.id,
      role: roles.get(node.id) ?? '',
      up: node.up,
      started: node.started,
      bootedUs: node.bootedAtUs,
      lastDiskDoneUs: node.lastDiskDoneUs,
      disk: node.disk,
      realMicros: node.realMicros,
      clockAtStart: node.clockAtStart,
    })),
    ending,
    endUs: world.nowUs(),
    faultsOverUs: world.faultsOverUs(),
  };
  world.close();
  return run;
}

/** Asked at every reading of an interval: each node's answer is kept. */
function uncertaintyOf(id: RunId): (node: NodeId) => Uncertainty {
  const known = new Map<NodeId, Uncertainty>();
  return (node) => {
    let uncertainty = known.get(node);
    if (uncertainty === undefined) {
      uncertainty = id.scenario.uncertainty?.(node, setUpOf(id, 'uncertainty')) ?? DEFAULT_UNCERTAINTY;
      known.set(node, uncertainty);
    }
    return uncertainty;
  };
}

function linkSetUpOf(id: RunId, watch: Watch | undefined): SetUp<unknown> {
  const setUp = setUpOf(id, 'link');
  if (watch === undefined) return setUp;
  return {
    case: setUp.case,
    get draw() {
      watch.onLinkDraw();
      return setUp.draw;
    },
  };
}

function specOf(subject: Subject, node: ScenarioNode): NodeSpec {
  if ('course' in node) return node;
  const { exercise, factory } = subject;
  const role = exercise.roles[node.role];
  if (role === undefined)
    throw new Error(`Node "${node.id}" plays "${node.role}", which is no role of the exercise.`);
  const { args } = node;
  return {
    id: node.id,
    factory,
    exportName: role.export,
    shape: role.shape,
    args: typeof args === 'function' ? args : () => args ?? [],
    helpers: exercise.helpers ?? NO_HELPERS,
    withheld: exercise.withhold ?? NOTHING,
    granted: exercise.grant ?? NOTHING,
    ...(role.shows !== undefined && { shows: role.shows }),
  };
}
