import type { RecordedRun } from '../diagram/recorded-run.ts';
import type { Role } from '../explore/exercise.ts';
import type { AnyScenario, Run } from '../explore/scenario.ts';
import type { ControlOf, Controls, Values } from './controls.ts';

/** What happens in a lab: a scenario without what only grading needs. */
export type LabScenario = Pick<
  AnyScenario,
  'endMs' | 'nodes' | 'link' | 'disk' | 'script' | 'faults' | 'direct'
>;

/** What the reader is asked before a run. */
export interface Question {
  readonly text: string;
  readonly choices: readonly { readonly id: string; readonly label: string }[];
}

/** Numbers of a run, for those who would rather read than look. */
export interface Table {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What a run showed. */
export interface Outcome {
  /** Id of the choice that was right. */
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

/** What one run of a sweep came to. */
export interface SweepEnd {
  /** When what its lines stand for happened, in µs; absent where it never did. */
  readonly atUs: Readonly<Record<string, number | undefined>>;
  /** Id of how it ended. */
  readonly end: string;
}

/** What kind of end it is. */
export type Sign = 'well' | 'waits' | 'refused' | 'harm';

/** What a plot of a sweep says. */
export interface SweepWords {
  readonly title: string;
  /** What the slider sets, in a word or two. */
  readonly along: string;
  /** What happened then, in the words of an axis. */
  readonly up: string;
  /** At most three; the third only helps to understand the others. */
  readonly lines: readonly { readonly id: string; readonly label: string }[];
  /** How a run can end: well, after a wait, by a refusal that kept harm away, or with harm. */
  readonly ends: readonly { readonly id: string; readonly label: string; readonly sign: Sign }[];
}

/** The lab's run at every position of one of its sliders, told as a plot and as numbers. */
export interface Sweep<V extends Values> extends SweepWords {
  /** Name of the slider. */
  readonly over: keyof V & string;
  read(run: Run, values: V): SweepEnd;
}

/** A sweep of a lab whose values are its own affair. */
export interface AnySweep extends SweepWords {
  readonly over: string;
  read(run: Run, values: Values): SweepEnd;
}

/** A position of the slider, and what the run came to. */
export interface SweepPoint extends SweepEnd {
  readonly x: number;
}

/**
 * An interactive figure: a few controls, a question, and a run of the simulator that answers it. The answer is read from
 * the run, never known beforehand. The programs on the nodes are in `program.ts` beside it.
 */
export interface Lab<V extends Values> {
  readonly controls: { readonly [Name in keyof V]: ControlOf<V[Name]> };
  /** What the exports of `program.ts` play. */
  readonly roles: Readonly<Record<string, Role>>;
  /** Names of controls that change nothing as the others stand; they are not shown. */
  idle?(values: V): readonly (keyof V)[];
  question(values: V): Question;
  scenario(values: V): LabScenario;
  outcome(run: Run, values: V): Outcome;
  /** Default: the whole run. */
  readonly views?: readonly View[];
  readonly sweep?: Sweep<V>;
}

/** A lab whose values are its own affair. */
export interface AnyLab {
  readonly controls: Controls;
  readonly roles: Readonly<Record<string, Role>>;
  idle?(values: Values): readonly PropertyKey[];
  question(values: Values): Question;
  scenario(values: Values): LabScenario;
  outcome(run: Run, values: Values): Outcome;
  readonly views?: readonly View[];
  readonly sweep?: AnySweep;
}

/** A run as it is drawn, and what it showed. */
export interface LabResult {
  readonly run: RecordedRun;
  readonly outcome: Outcome;
}
