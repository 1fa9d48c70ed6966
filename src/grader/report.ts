import type { Json } from '../api.ts';
import type { RecordedRun } from '../diagram/recorded-run.ts';
import type { LatenessFound } from '../explore/lateness.ts';
import type { SeedOf } from '../explore/run.ts';
import type { Measure } from '../explore/scenario.ts';
import type { Fault } from '../sim/fault.ts';
import type { Symptoms } from './misconception/symptoms.ts';
import type { Replay } from './replay-token.ts';

/** Version of the report's format. Changes when a reader of the old one would be misled. */
export const REPORT_FORMAT = 'partial-failure/report@1';

/**
 * `pass`, `fail`: judged. `invalid`: the submission cannot be run (does not compile, lacks an export, is empty).
 * `error`: the grader's own fault; no score.
 */
export type Verdict = 'pass' | 'fail' | 'invalid' | 'error';

/** Something that keeps a submission from being graded, or went wrong in it, with the place in the learner's file. */
export interface Problem {
  readonly code: string;
  /** What, and the next step. */
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
  /** The learner's line. */
  readonly text?: string;
}

/** A measure at its worst in a scenario: a visible one by its name, or all hidden ones of a category. */
export interface MeasureResult extends Measure {
  readonly scenario: string;
  readonly visible: boolean;
}

/** A property's outcome. */
export interface PropertyResult {
  readonly id: string;
  readonly means: string;
  readonly kind: 'safety' | 'liveness';
  readonly status: 'passed' | 'broken' | 'not-exercised';
  readonly points: number;
  readonly maxPoints: number;
  /** Where its checks measure: the worst of each scenario, in the order in which they were met. */
  readonly measures?: readonly MeasureResult[];
}

/** A visible scenario by its name, or all hidden ones of a category. */
export interface ScenarioResult {
  /** Id of a visible scenario; absent for a category. */
  readonly id?: string;
  readonly title: string;
  readonly visible: boolean;
  readonly status: 'passed' | 'failed';
  readonly runs: number;
  readonly failedRuns: number;
}

/** One numbered sentence of a counterexample's story. */
export interface Sentence {
  readonly text: string;
  /** Instant of true time, in ms, of the event that it tells. */
  readonly atMs: number;
  readonly node: string;
  /** Line in the learner's file, or 0. */
  readonly line: number;
  /** `fault` and `violation` stand out. */
  readonly tone: 'plain' | 'fault' | 'violation';
}

/** A broken property, with the smallest run found that breaks it. */
export interface Failure {
  readonly property: string;
  /** Name of a visible scenario, else the category. */
  readonly scenario: string;
  readonly visible: boolean;
  /** The run's seed. */
  readonly seed: number;
  /** What went wrong, in a sentence or two. */
  readonly summary: string;
  /** The shrunk sequence of commands that was done, each in a few words. Absent where it is no run of commands. */
  readonly commands?: readonly string[];
  /** The shrunk list of faults that brings it about; of very many, the first 1,000. */
  readonly faults: readonly Fault[];
  readonly story: readonly Sentence[];
  /** The learner's line that belongs to the violation, or 0. */
  readonly line: number;
  /** Hash of the shrunk run's trace; `""` where there is no run of the simulator. */
  readonly traceHash: string;
  /** A function exercise's failing case. */
  readonly case?: Json;
  /** The shrunk run itself, where it was asked for: see {@link GradeOptions.withTraces}. */
  readonly run?: RecordedRun;
  /**
   * The shrunk run, the smaller case or the attack's run as a text: see
   * {@link import("./replay-token.ts").encodeReplay}. Absent where a case is too large for one, or no JSON, and
   * where a run has very many faults.
   */
  readonly token?: string;
}

/** Runs of one kind in a scenario. */
export type CoveredRuns =
  /** As the scenario is written: its cases, and the base runs of its sweeps. */
  | { readonly kind: 'plain'; readonly runs: number }
  /** With faults drawn from a mix. */
  | { readonly kind: 'drawn'; readonly runs: number }
  /** With one fault of this kind, at `tried` of the `points` decisions (messages or steps) of the base runs. */
  | {
      readonly kind: 'single';
      readonly fault: 'drop' | 'delay' | 'duplicate' | 'crash' | 'pause';
      readonly runs: number;
      readonly tried: number;
      readonly points: number;
    }
  /** With `runs` sequences of `min` to `max` commands out of an alphabet of so many; `fresh` of them drawn anew. */
  | {
      readonly kind: 'commands';
      readonly runs: number;
      readonly min: number;
      readonly max: number;
      readonly alphabet: number;
      readonly fresh: number;
    }
  /** With every sequence of at most `length` commands out of an alphabet of so many, when `complete`. */
  | {
      readonly kind: 'every-sequence';
      readonly runs: number;
      readonly length: number;
      readonly alphabet: number;
      readonly complete: boolean;
    }
  /** With at most `faults` faults of these kinds, in every combination when `complete`. */
  | {
      readonly kind: 'exhausted';
      readonly faults: number;
      readonly kinds: readonly ('drop' | 'delay' | 'duplicate' | 'crash' | 'pause')[];
      /** Faults only within this span of true time, in ms. */
      readonly between?: { readonly minMs: number; readonly maxMs: number };
      /** How many cases of the scenario were searched. */
      readonly cases: number;
      /** Runs that were made to their end and judged. */
      readonly runs: number;
      /** Runs that were ended early because they had become like one that was made: the same follows. */
      readonly merged: number;
      readonly complete: boolean;
    }
  /** Made a second time, with the same trace. Not among the runs that are judged. */
  | { readonly kind: 'repeated'; readonly runs: number };

/** What was tried in a visible scenario, or in all hidden ones of a category. */
export interface ScenarioCoverage {
  /** Id of a visible scenario; absent for a category. */
  readonly id?: string;
  readonly title: string;
  readonly visible: boolean;
  readonly covered: readonly CoveredRuns[];
}

/** What was tried. */
export interface Coverage {
  readonly runs: number;
  /** Directed and exhaustive cases. */
  readonly directed: number;
  readonly sampled: number;
  /** One fault at every decision of a base run. */
  readonly swept: number;
  /** Every combination of faults up to a number. */
  readonly exhausted: number;
  /** Sequences of commands. */
  readonly commanded: number;
  /** Events of all runs. */
  readonly events: number;
  /** The same by scenario: what exactly was tried. {@link import("./tell-coverage.ts").tellCovered} says it in words. */
  readonly scenarios: readonly ScenarioCoverage[];
  /** Hash of the traces of all runs, when it was asked for. */
  readonly traceHash?: string;
}

/** A misconception that a submission looks like. */
export interface Guess {
  /** Names it, within the exercise. */
  readonly id: string;
  /** What somebody thinks who writes such a program, in a sentence. */
  readonly belief: string;
  /** Number of the hint that helps, from 1. */
  readonly hint?: number;
}

/** The one run that a replay has made, whatever became of it. */
export interface Replayed {
  /** Told and pinned like the first failure, where there is one. */
  readonly run: RecordedRun;
  /** Faults that were asked for and did not happen: their message or moment never came. */
  readonly unfired: readonly Fault[];
  /** How late each message may come, where that was asked for: see {@link GradeOptions.withLateness}. */
  readonly lateness?: LatenessFound;
}

/** The result of grading one submission. Data; prose, pictures and formats are views of it. */
export interface Report {
  readonly format: typeof REPORT_FORMAT;
  readonly exercise: string;
  readonly exerciseVersion: number;
  /** Seed of the grading. */
  readonly seed: string;
  readonly verdict: Verdict;
  /** `null` when the verdict is `error`. */
  readonly score: number | null;
  readonly maxScore: number;
  readonly properties: readonly PropertyResult[];
  readonly scenarios: readonly ScenarioResult[];
  /** One per broken property; the first is the one to look at first. */
  readonly failures: readonly Failure[];
  /** Why it is invalid or could not be graded; for others, exceptions that left the program. */
  readonly problems: readonly Problem[];
  readonly coverage: Coverage;
  /** What its author may think, when it fails as a program with a known misconception does. A guess, and kindly meant. */
  readonly misconception?: Guess;
  /** How it failed, where that was asked for. */
  readonly symptoms?: Symptoms;
  /** Of a replay, where runs were asked for: see {@link GradeOptions.withTraces}. */
  readonly replayed?: Replayed;
}

/** How far a grading is. */
export interface Progress {
  readonly runsDone: number;
  /** As far as known now: sweeps are counted when they begin. */
  readonly runsPlanned: number;
  /** Name of the visible scenario, or the category, that is being tried. */
  readonly trying: string;
  readonly broken: number;
}

/** How to grade. */
export interface GradeOptions {
  /** One complete grading follows from it. */
  readonly seed: string;
  /** Where the seeds of runs come from, instead of from `seed`, which only names the grading then. */
  readonly seedOf?: SeedOf;
  /** How many runs to sample in all; default: what the exercise says. Cases and sweeps are always whole. */
  readonly runs?: number;
  readonly onProgress?: (progress: Progress) => void;
  /**
   * Stop as soon as this property is broken (`*`: any), and do not shrink: whether a mutant is caught is all that is
   * asked.
   */
  readonly stopWhenBroken?: string;
  /** Make this one run instead of a grading; the report tells it as it is, not shrunk, and has no score. */
  readonly replay?: Replay;
  /** With `replay`: instead of its faults, those that the scenario itself brings, given and directed. */
  readonly withOwnFaults?: boolean;
  /** With `replay` and `withTraces`, of a run that breaks nothing: find out how late each of its messages may come. */
  readonly withLateness?: boolean;
  /** Hash all traces, to compare engines; takes about as long again as the grading. */
  readonly hashTraces?: boolean;
  /** Put the whole shrunk run into each failure, or that of a replay, to draw it. The rest is the same with and without. */
  readonly withTraces?: boolean;
  /** Put into the report how the program failed: what misconceptions are recognised by. */
  readonly withSymptoms?: boolean;
}

/** Properties of every exercise: a program that breaks one fails. They carry no points. */
export const BUILT_IN_PROPERTIES = {
  'within-limits': 'No turn runs on for ever, and no run makes more events than its limit.',
  'start-settles': 'The program starts: its constructor does not throw, and `start()` settles.',
  'no-exceptions': 'No exception leaves the program.',
} as const;
