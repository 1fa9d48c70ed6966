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
}

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

/** What the world is like before any fault. */
export interface Surroundings {
  /** How long a message takes on a link. */
  readonly link: (from: NodeId, to: NodeId) => Span;
  /** How long a disk operation takes. */
  readonly disk: Span;
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
  readonly depth: number;
}
