import type { Fault } from '../sim/fault.ts';
import type { Capability, RunLimits } from '../sim/topology.ts';
import type { TraceEvent } from '../sim/trace.ts';
import type { Prng } from '../util/prng.ts';
import type { Misconceptions } from './misconception.ts';
import type { AnyScenario, Finding, Run } from './scenario.ts';
import type { StatedModel } from './system-model.ts';

/** A promise that a right program keeps. */
export interface Property {
  readonly id: string;
  /** What it says, in one sentence, for the learner. */
  readonly means: string;
  readonly kind: 'safety' | 'liveness';
  readonly points: number;
}

/** A part that the submitted program plays. */
export interface Role {
  /** Name of the export. */
  readonly export: string;
  readonly shape: 'class' | 'function';
  /**
   * Pure, synchronous methods of the class that show its state, such as `role`. They are read together at the end of
   * each turn, once `start()` has settled; what they give, when it is new, is a `shows` event of the node.
   */
  readonly shows?: readonly string[];
}

/** In which world the program must be right: shown in the brief, kept by every scenario. */
export interface SystemModel {
  readonly timing: string;
  readonly nodes: string;
  readonly network: string;
  readonly clocks: string;
  readonly never: string;
}

/** What all kinds of exercises say of themselves (`exercise.ts`). */
export interface ExerciseBase {
  /** The folder's name. */
  readonly id: string;
  readonly title: string;
  /** One sentence: what to build. */
  readonly summary: string;
  /** File name of the lesson under `docs/`, without ending. */
  readonly lesson: string;
  /** Changes when verdicts may change. */
  readonly version: number;
  readonly difficulty: 'easy' | 'medium' | 'hard';
  readonly minutes: number;
  /** Ids of exercises, or plain words. */
  readonly prerequisites: readonly string[];
  readonly properties: readonly Property[];
  /** What the program may import from `partial-failure` besides types. */
  readonly helpers?: Readonly<Record<string, unknown>>;
  readonly limits?: Partial<RunLimits>;
}

/** Programs on nodes. */
export interface NodesExercise extends ExerciseBase {
  readonly kind: 'nodes';
  readonly roles: Readonly<Record<string, Role>>;
  /** Parts of the node that the program does not get. */
  readonly withhold?: readonly ('disk' | 'request' | 'clock')[];
  /** What it gets besides: `clock.interval()`, `file`. Its contract types the node as `IntervalNode`, `FileNode`. */
  readonly grant?: readonly Capability[];
  readonly model: SystemModel;
  /** The same as data: what its scenarios' faults are held to, unless a scenario states its own. */
  readonly systemModel?: StatedModel;
  /** How far clock rates are off: ρ in parts per million. Default 1000. Faults of clock rates stay within it too. */
  readonly driftPpm?: number;
}

/** Pure functions over cases. */
export interface FunctionExercise extends ExerciseBase {
  readonly kind: 'function';
  /** Names of the exports that there must be; functions, classes or data. */
  readonly exports: readonly string[];
}

/** Fault lists as data: the learner is the fault. */
export interface AttackExercise extends ExerciseBase {
  readonly kind: 'attack';
  /** Names of the exports that there must be, each a list of faults (or `null` for "cannot be broken"). */
  readonly exports: readonly string[];
}

export type Exercise = NodesExercise | FunctionExercise | AttackExercise;

/** How an exercise's checks read runs (`checks.ts` of kind `nodes`). */
export interface NodesChecks {
  /** Every property that the run exercised, with what became of it. Pure. */
  check(run: Run): readonly Finding[];
  /**
   * Says that {@link NodesChecks.check} reads of a run's trace only the events for which this is true (their `seq`,
   * `cause` and `line` only for evidence), and neither `faults` nor `faultsOverUs`; operations and nodes it may read.
   * With it an exhaustive search need not go on with a run that has become like another. Every run that is made is
   * checked by these events alone too; a difference ends that saving.
   */
  reads?(event: TraceEvent): boolean;
  /** Codes of findings in words: one or two sentences that begin with what happened. */
  explain(finding: Finding, run: Run): string;
  /**
   * A sentence for an event that belongs to the story, or `undefined` for one that does not. Faults are told by the
   * engine unless this says something better.
   */
  tell?(event: TraceEvent, run: Run): string | undefined;
}

/** A pure exercise's cases (`cases.ts` of kind `function`). */
export interface FunctionCases<Case = unknown> {
  /** Cases by group: visible ones by name, hidden ones by category. All of them are run. */
  enumerate(): readonly CaseGroup<Case>[];
  /** Further cases drawn from the seed. */
  draw?(draw: Prng): readonly CaseGroup<Case>[];
  /**
   * Runs the exports on one case and judges what they gave, by an oracle. May throw what the program throws; one that
   * catches it, to say which property it breaks, puts `lineOf` it into the finding's data as `line`.
   */
  judge(
    exports: Readonly<Record<string, unknown>>,
    one: Case,
    lineOf: (thrown: unknown) => number,
  ): readonly Finding[];
  /** Smaller cases to try when this one fails, most promising first. */
  simplify?(one: Case): readonly Case[];
  explain(finding: Finding, one: Case): string;
  /** The case in words, as the steps of its story. */
  tell(one: Case): readonly string[];
}

export interface CaseGroup<Case> {
  readonly id: string;
  readonly title: string;
  readonly visible: boolean;
  readonly category: string;
  readonly cases: readonly Case[];
}

/** A system that an attack exercise asks to break (`targets.ts` of kind `attack`). */
export interface AttackTarget {
  /** The export that holds the fault list. */
  readonly export: string;
  readonly title: string;
  /** The system under attack; its nodes are all played by the course. */
  readonly scenario: AnyScenario;
  /** The property of the system that is to be broken, or `null` where no allowed list breaks it. */
  readonly breaks: string | null;
  /** Id of the exercise's property that this target counts for. */
  readonly property: string;
  /** At most so many faults. */
  readonly faultsMax: number;
  /** Whether a fault is allowed. What the scenario's `systemModel` excludes, if it states one, is not, in any case. */
  readonly allows: (fault: Fault) => boolean;
  /** Judges the system's run. */
  readonly check: (run: Run) => readonly Finding[];
  /** As {@link NodesChecks.tell}: what of the system's run belongs to the story. */
  tell?(event: TraceEvent, run: Run): string | undefined;
}

/** Everything that grading needs of an exercise. */
export type LoadedExercise = (
  | {
      readonly exercise: NodesExercise;
      readonly scenarios: readonly AnyScenario[];
      readonly checks: NodesChecks;
    }
  | { readonly exercise: FunctionExercise; readonly cases: FunctionCases }
  | {
      readonly exercise: AttackExercise;
      readonly targets: readonly AttackTarget[];
      readonly explain: (finding: Finding) => string;
    }
) & {
  /** How programs with known misconceptions fail, where that was measured. */
  readonly misconceptions?: Misconceptions;
};
