import type { RecordedRun } from '../diagram/recorded-run.ts';
import type { Role } from '../explore/exercise.ts';
import type { AnyScenario, Run } from '../explore/scenario.ts';
import type { Sketch } from '../diagram/sketch.ts';
import type { Capability, RunLimits } from '../sim/topology.ts';
import type { ControlOf, Controls, Values } from './controls.ts';
import type { LabPicture, RunEnd, StripLines } from './pictures.ts';

/** What happens in a lab: a scenario without what only grading needs. */
export type LabScenario = Pick<
  AnyScenario,
  | 'endMs'
  | 'nodes'
  | 'link'
  | 'disk'
  | 'inbox'
  | 'uncertainty'
  | 'clockOffsetMs'
  | 'script'
  | 'faults'
  | 'direct'
>;

/** What the reader is asked before a run. */
export interface Question {
  readonly text: string;
  /** Besides “I cannot say”, which every question has. */
  readonly choices: readonly { readonly id: string; readonly label: string }[];
}

/** Id of the answer “I cannot say”. */
export const UNSURE = 'unsure';

/** Numbers of a run, for those who would rather read than look. */
export interface Table {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What a run showed. */
export interface Outcome {
  /** Id of the choice that was right, or {@link UNSURE} where nobody in the reader's place could say. */
  readonly answer: string;
  /** Why, in a sentence or two. */
  readonly because: readonly string[];
  readonly tables: readonly Table[];
  /** `seq` of the event with which harm became certain, if any was done. */
  readonly harm: number | undefined;
}

/** One way to look at the run. */
export interface View {
  readonly id: string;
  readonly label: string;
  /** The part of the run that it shows. */
  of(run: RecordedRun): RecordedRun;
  /** Gives nothing of the answer away: shown before the reader has said what she expects. */
  readonly before?: true;
}

/** Runs that a picture of many asks for, as {@link Lab.outcome} may ask for them too: what they came to, in order. */
export type Ends = (picture: string) => readonly RunEnd[];

/**
 * An interactive figure: a few controls, a question, and a run of the simulator that answers it. The answer is read from
 * the run, never known beforehand. The programs on the nodes are in `program.ts` beside it.
 */
export interface Lab<V extends Values> {
  readonly controls: { readonly [Name in keyof V]: ControlOf<V[Name]> };
  /** What the exports of `program.ts` play. */
  readonly roles: Readonly<Record<string, Role>>;
  /** What a run may take, where that is more than usual: see `DEFAULT_LIMITS`. */
  readonly limits?: Partial<RunLimits>;
  /** What its nodes have besides: `interval` for `clock.interval()`, `file` for a file. */
  readonly grant?: readonly Capability[];
  /** How far clock rates may be off, in parts per million; they are drawn then. Default: clocks run right. */
  readonly driftPpm?: number;
  /** Names of controls that change nothing as the others stand; they are not shown. */
  idle?(values: V): readonly (keyof V)[];
  question(values: V): Question;
  scenario(values: V): LabScenario;
  outcome(run: Run, values: V, ends: Ends): Outcome;
  /** Default: the whole run. */
  readonly views?: readonly View[];
  /** Only the beginning of the run is drawn, up to this true time. For runs of thousands of events. */
  readonly drawnMs?: number;
  /** What is shown beside the diagram. */
  readonly pictures?: readonly LabPicture<V>[];
}

/** A lab whose values are its own affair. */
export interface AnyLab extends Pick<
  Lab<Values>,
  'roles' | 'limits' | 'grant' | 'driftPpm' | 'views' | 'drawnMs' | 'pictures'
> {
  readonly controls: Controls;
  idle?(values: Values): readonly PropertyKey[];
  question(values: Values): Question;
  scenario(values: Values): LabScenario;
  outcome(run: Run, values: Values, ends: Ends): Outcome;
}

/** A run as it is drawn, and what it showed. */
export interface LabResult {
  readonly run: RecordedRun;
  readonly outcome: Outcome;
  /** By id of the strip. */
  readonly strips: Readonly<Record<string, StripLines>>;
}

/** What a run of a picture of many came to, with its sketch where tiles want one. */
export interface RunMade extends RunEnd {
  readonly sketch?: Sketch;
}
