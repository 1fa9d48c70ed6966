import type { Json, NodeId } from '../api.ts';
import type { ClockAtStart } from '../sim/clock.ts';
import type { CourseProgram, CourseSide } from '../sim/course-node.ts';
import type { Decider } from '../sim/decider.ts';
import type { Fault } from '../sim/fault.ts';
import type { Operation, Script } from '../sim/script.ts';
import type { Hand, Span, Uncertainty } from '../sim/topology.ts';
import type { TraceEvent } from '../sim/trace.ts';
import type { Ending } from '../sim/world.ts';
import type { Prng } from '../util/prng.ts';
import type { AnyCommands, DrawnCommand } from './commands.ts';
import type { FaultMix } from './mix.ts';
import type { StatedModel } from './system-model.ts';

/** A node of a scenario: it plays a role of the exercise, or the course plays it. */
export type ScenarioNode =
  | {
      readonly id: NodeId;
      /** A role of the exercise; the submitted program runs here. */
      readonly role: string;
      /** Arguments after the node, for a class role. */
      readonly args?: readonly unknown[] | ((hand: Hand) => readonly unknown[]);
    }
  | {
      readonly id: NodeId;
      readonly course: (me: CourseSide) => CourseProgram;
    };

/** Every directed case of a scenario, or every run, gets its draws from here. */
export interface SetUp<Case> {
  /** One of the scenario's cases; `undefined` when it has none. */
  readonly case: Case;
  /** Draws for the topology and the given faults; another stream than the script's. */
  readonly draw: Prng;
}

/** One fault at every decision of a base run. */
export interface Sweep {
  /** Crash at every step of these nodes; down for `restartAfterMs`, with none, and with all, open disk writes done. */
  readonly crash?: {
    readonly nodes: readonly NodeId[];
    readonly restartAfterMs: number;
    /**
     * For nodes with a file: once for each number of unsynced calls that may have survived; for `torn`, also once for
     * each number of bytes of the call after them, as they are and torn in each way.
     */
    readonly unsynced?: 'lost' | 'torn';
  };
  /** Pause before every step of these nodes, once for each of the durations. */
  readonly pause?: { readonly nodes: readonly NodeId[]; readonly forMs: readonly number[] };
  /** Lose every message, one at a time. */
  readonly drop?: boolean;
  /** Corrupt every message, one at a time, once by each of these draws. */
  readonly corruptDraws?: readonly number[];
  /** Delay every message, one at a time, once by each of these. */
  readonly delayMs?: readonly number[];
  /** Double every message, one at a time; the copy arrives this long after. */
  readonly duplicateAfterMs?: readonly number[];
  /** Only decisions within this span of true time. */
  readonly between?: Span;
  /** At most this many runs per grading, spread evenly (rotating with the seed). Default: all. */
  readonly runsMax?: number;
}

/**
 * Every run with at most so many faults out of these, at every decision that a run meets. For scenarios that are small
 * enough: with d decisions there are about dᵏ/k! runs with k faults.
 */
export interface Exhaust {
  /** At most so many faults in a run. */
  readonly faults: number;
  /** A message is lost. */
  readonly drop?: boolean;
  /** A message is delayed by one of these. */
  readonly delayMs?: readonly number[];
  /** A message is doubled; the copy arrives one of these after the first. */
  readonly duplicateAfterMs?: readonly number[];
  /** One of these nodes crashes at a step, with any number of its open disk writes done; `null`: and stays down. */
  readonly crash?: { readonly nodes: readonly NodeId[]; readonly restartAfterMs: number | null };
  /** One of these nodes is paused before a step, for one of the durations. */
  readonly pause?: { readonly nodes: readonly NodeId[]; readonly forMs: readonly number[] };
  /** Only decisions within this span of true time. */
  readonly between?: Span;
  /** At most so many runs for each case, those with the fewest faults. Default: all. */
  readonly runsMax?: number;
}

/**
 * A situation in which programs are judged. Write it so that the reference exercises every property it judges.
 *
 * A scenario gives five kinds of runs, all of them optional: its *cases* (directed and exhaustive: every one of them
 * is part of every grading), its *commands* (drawn sequences of what can be done), its *samples* (faults drawn from a
 * mix), its *sweep* (one fault at every decision) and its *exhaustive search* (every combination of a few faults). Each
 * case is run once as it is written; a scenario without cases has the single case `undefined`.
 */
export interface Scenario<Case = undefined> {
  /** Stable, kebab-case, unique within the exercise. */
  readonly id: string;
  /** What a learner reads: for a visible scenario its name. */
  readonly title: string;
  /** Shown by name; others are shown by their category only. */
  readonly visible: boolean;
  /** Public also for a hidden scenario: "a reply is lost". */
  readonly category: string;
  /**
   * What may go wrong here. A scenario with faults outside it is refused when it is loaded, and a run in which one
   * happens. Default: the exercise's.
   */
  readonly systemModel?: StatedModel;
  /** Ids of the properties that are judged here. Default: all. */
  readonly judges?: readonly string[];
  /** The run ends at this true time at the latest. */
  readonly endMs: number;
  readonly cases?: readonly Case[];
  nodes(setUp: SetUp<Case>): readonly ScenarioNode[];
  /** How long messages take, before faults. Default 1–50 ms on every link. */
  link?(from: NodeId, to: NodeId, setUp: SetUp<Case>): Span;
  /** How long disk operations take, before faults. Default 1–20 ms. */
  readonly disk?: Span;
  /** How many messages may wait in a node's queue; those that find it full are lost. Default: any number. */
  inbox?(node: NodeId, setUp: SetUp<Case>): number | undefined;
  /**
   * How the intervals of a node's clock come about, where the exercise grants them. Default: half a length of 1 ms after
   * a synchronisation every 30 s, growing by 200 µs a second to 7 ms.
   */
  uncertainty?(node: NodeId, setUp: SetUp<Case>): Uncertainty;
  /** How far clock rates may be off, in parts per million. Default: the exercise's. */
  readonly driftPpm?: number;
  /** How far apart time-of-day clocks start, in ms. Default 500. */
  readonly clockOffsetMs?: number;
  /** What happens: calls into programs, and waiting. Called once, at the start of a run. */
  script(script: Script, setUp: SetUp<Case>): void;
  /** Faults known beforehand. Default: those that the case has as its `faults`, if any. */
  faults?(setUp: SetUp<Case>): readonly Fault[];
  /** Faults that depend on what the run does. What they decide is recorded, so that it can be replayed and shrunk. */
  direct?(setUp: SetUp<Case>): Decider;
  /** Whether a node may crash now; keeps all runs, also shrunk ones, inside the system model. */
  readonly mayCrash?: Decider['mayCrash'];
  /** Drawn sequences of commands, each in the next of the cases. They come after what `script` does at its beginning. */
  readonly commands?: AnyCommands;
  readonly sample?: { readonly runs: number; readonly mix: FaultMix };
  readonly sweep?: Sweep;
  readonly exhaust?: Exhaust;
}

/** A scenario whose case type is its own affair. Made by {@link defineScenario}. */
export type AnyScenario = Scenario<unknown>;

/** Gives a scenario its type; its cases stay typed within it, and bring their own `faults`. */
export function defineScenario<Case = undefined>(scenario: Scenario<Case>): AnyScenario {
  if (scenario.faults !== undefined || !(scenario.cases ?? []).some((one) => faultsOf(one).length > 0))
    return scenario;
  return { ...scenario, faults: (setUp: SetUp<unknown>) => faultsOf(setUp.case) };
}

function faultsOf(one: unknown): readonly Fault[] {
  return typeof one === 'object' && one !== null && 'faults' in one && Array.isArray(one.faults)
    ? one.faults
    : [];
}

/** A run that has ended, as the checks see it. */
export interface Run {
  readonly scenario: string;
  /** The case of the scenario, if it has cases. */
  readonly case: unknown;
  /** The commands that were done, where it is a run of commands. */
  readonly commands?: readonly DrawnCommand[];
  readonly trace: readonly TraceEvent[];
  readonly operations: readonly Operation[];
  /** Faults that happened. */
  readonly faults: readonly Fault[];
  /** Of a list that was replayed, the faults that did not happen: their message or moment never came. */
  readonly unfired: readonly Fault[];
  readonly nodes: readonly RunNode[];
  readonly ending: Ending;
  readonly endUs: number;
  /** When the last fault was over, in µs; `Infinity` when a restart was not complete at the end. */
  readonly faultsOverUs: number;
}

/** A node of a run: whose it was, and how it was left. */
export interface RunNode {
  readonly id: NodeId;
  /** `""` for nodes that the course played. */
  readonly role: string;
  readonly up: boolean;
  readonly started: boolean;
  readonly bootedUs: number;
  readonly lastDiskDoneUs: number;
  readonly disk: ReadonlyMap<string, Json>;
  /** Real µs that passed while its clock showed one second, at the end. */
  readonly realMicros: number;
  readonly clockAtStart: ClockAtStart;
}

/** A number by which a run is judged, and the bound that is published for it. */
export interface Measure {
  readonly value: number;
  readonly bound: number;
  readonly side: 'at-most' | 'at-least';
  /** Behind the number: `"%"`, `"ms"`, `"in 1,000 heartbeats"`. */
  readonly unit: string;
}

/**
 * What a check says of one property in one run. No finding means that the run did not exercise it.
 * `unknown`: the check ran out of its counted budget.
 */
export interface Finding {
  readonly property: string;
  readonly status: 'held' | 'broken' | 'unknown';
  /** What went wrong, as a code of the exercise's messages. */
  readonly code?: string;
  /** `seq` of the events that prove it; the last is where it became certain. */
  readonly events?: readonly number[];
  readonly data?: Readonly<Record<string, Json>>;
  /** Where the property is a matter of quality: the report shows the worst of each scenario, against the bound. */
  readonly measure?: Measure;
}
