/**
 * What the hosts and the workers say to each other, as types alone. Each request has an id; an answer with an id that
 * nobody waits for any more is dropped.
 */
import type { CompiledProgram, CompileResult } from '../grader/compile/result.ts';
import type { GradeProgramOptions } from '../grader/grade.ts';
import type { Progress, Report } from '../grader/report.ts';
import type { Values } from '../labs/controls.ts';
import type { LabResult, RunMade } from '../labs/lab.ts';

/** What to compile. */
export interface Source {
  readonly source: string;
  readonly fileName: string;
  /** Names that may be imported from `partial-failure`. */
  readonly helpers: readonly string[];
}

/** To the worker that compiles. */
export interface CompileRequest extends Source {
  readonly type: 'compile';
  readonly id: number;
}

/** From the worker that compiles. `crashed`: our own fault; the worker is replaced. */
export type CompileAnswer =
  | { readonly type: 'ready' }
  | { readonly type: 'compiled'; readonly id: number; readonly result: CompileResult }
  | { readonly type: 'crashed'; readonly id: number; readonly message: string };

/** How to grade: all of the grader's options that are data. */
export type GradeSettings = Omit<GradeProgramOptions, 'onProgress' | 'seedOf'> & {
  /** What the seeds of the runs are drawn with, as hexadecimal digits: see `node-secret-seeds`. In Node only. */
  readonly secret?: string;
};

/** One grading: carried whole from whoever asks to the one who grades, in the browser and in Node. */
export interface GradeJob {
  /** Where the exercise is: see {@link import("./host.ts").HostExercise.module}. */
  readonly module: string;
  readonly program: CompiledProgram;
  readonly settings: GradeSettings;
}

/** To the worker or process that grades. */
export interface GradeRequest {
  readonly type: 'grade';
  readonly id: number;
  readonly job: GradeJob;
}

/** From the worker or process that grades. */
export type GradeAnswer =
  | { readonly type: 'ready' }
  /** All is loaded: from here on it is the program that takes the time. */
  | { readonly type: 'began'; readonly id: number }
  | { readonly type: 'progress'; readonly id: number; readonly progress: Progress }
  | { readonly type: 'report'; readonly id: number; readonly report: Report };

/** To the worker of the labs: make the one run, or those of a picture of many. */
export type LabRequest =
  | {
      readonly type: 'lab';
      readonly id: number;
      readonly lab: string;
      readonly values: Values;
      readonly seed: number;
    }
  | {
      readonly type: 'many';
      readonly id: number;
      readonly lab: string;
      /** Id of the picture. */
      readonly picture: string;
      readonly values: Values;
    };

/**
 * From the worker of the labs. Runs of a picture come a few at a time, in order; `dropped`: the same picture was asked
 * for anew, so the rest is not made.
 */
export type LabAnswer =
  | { readonly type: 'lab'; readonly id: number; readonly result: LabResult }
  | {
      readonly type: 'ends';
      readonly id: number;
      readonly ends: readonly RunMade[];
      readonly isLast: boolean;
    }
  | { readonly type: 'dropped'; readonly id: number };
