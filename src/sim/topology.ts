import type { Json, NodeId } from '../api.ts';
import type { CourseProgram, CourseSide } from './course-node.ts';
import type { ProgramFactory } from './program.ts';

/** Makes a function that a program is handed, such as `deliver`: each call becomes a `call` event at its instant. */
export type Hand = (name: string, onCall?: (...args: Json[]) => void) => (...args: unknown[]) => void;

/** A node that runs a submitted program (or a reference) through the sandbox. */
export interface ProgramNodeSpec {
  readonly id: NodeId;
  readonly factory: ProgramFactory;
  /** Name of the export that runs here. */
  readonly exportName: string;
  /** `class`: constructed with `(node, ...args)`. `function`: called as `(node, ...arguments of the call)`. */
  readonly shape: 'class' | 'function';
  readonly args: (hand: Hand) => readonly unknown[];
  /** What the program may import from `partial-failure`, apart from types. */
  readonly helpers: Readonly<Record<string, unknown>>;
  /** Parts of {@link import("../api.ts").Node} that this program does not get. */
  readonly withheld: readonly ('disk' | 'request' | 'clock')[];
  /** What this program gets besides. */
  readonly granted: readonly Capability[];
  /** Pure methods that are read at the end of each turn, once `start()` has settled. */
  readonly shows?: readonly string[];
}

/** What an exercise may add to the node: `clock.interval()`, and `file`. */
export type Capability = 'interval' | 'file';

/** A node that the course plays, written in plain callbacks. */
export interface CourseNodeSpec {
  readonly id: NodeId;
  readonly course: (me: CourseSide) => CourseProgram;
}

export type NodeSpec = ProgramNodeSpec | CourseNodeSpec;

/** A span of durations in ms; the draw is uniform over whole µs, both ends included. */
export interface Span {
  readonly minMs: number;
  readonly maxMs: number;
}

/**
 * How sure a node can be of the time, where it is granted intervals. Its clock is synchronised again and again; between
 * that, the interval grows. True time always lies in it.
 */
export interface Uncertainty {
  /** Half the length of the interval just after a synchronisation, in ms. */
  readonly syncedMs: number;
  /** True time from one synchronisation to the next, in ms. When the first one comes is drawn. */
  readonly everyMs: number;
  /** By how many µs half the length grows in each second of true time. */
  readonly growthPpm: number;
  /**
   * Where in the interval true time lies until the next synchronisation: 0 at its earliest end, 100 at its latest.
   * Default: drawn at each synchronisation.
   */
  readonly leanPercent?: number;
}

/** What the world is like before any fault. */
export interface Surroundings {
  /** How long a message takes on a link. */
  readonly link: (from: NodeId, to: NodeId) => Span;
  /** How long a disk operation takes. */
  readonly disk: Span;
  /** How many messages may wait in a node's queue; `undefined` for any number. */
  readonly inbox?: (node: NodeId) => number | undefined;
  /** How the intervals of a node's clock come about. */
  readonly uncertainty?: (node: NodeId) => Uncertainty;
  /** How far a clock's rate may be off: ρ in parts per million. */
  readonly driftPpm: number;
  /** `drawn`: each node has its own rate within ρ; `fast` and `slow`: all at that end; `true`: none drifts. */
  readonly rates: 'drawn' | 'fast' | 'slow' | 'true';
  /** How far apart the time-of-day clocks may be at the start, in ms. */
  readonly offsetMs: number;
  /** Whether events at the same instant come in a shuffled order. */
  readonly shuffleTies: boolean;
}

/** Counted limits of one run. */
export interface RunLimits {
  readonly eventsPerRun: number;
  readonly stepsPerTurn: number;
  /** Of all turns. A turn goes to its end. */
  readonly stepsPerRun: number;
  /** Of all runs of a grading. */
  readonly stepsPerGrading: number;
  /** Characters and values that a run keeps of what programs send, write and log. */
  readonly storedPerRun: number;
  readonly depth: number;
}
