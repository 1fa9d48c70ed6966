/**
 * What the hosts and the workers say to each other, as types alone. Each request has an id; an answer with an id that
 * nobody waits for any more is dropped.
 */
import type { CompiledProgram, CompileResult } from '../grader/compile/result.ts';
import type { Replay } from '../grader/replay-token.ts';
import type { Progress, Report } from '../grader/report.ts';
import type { Values } from '../labs/controls.ts';
import type { LabResult, SweepPoint } from '../labs/lab.ts';

/** To the worker that compiles. */
export interface CompileRequest {
  readonly type: 'compile';
  readonly id: number;
  readonly source: string;
  readonly fileName: string;
  /** Names that may be imported from `partial-failure`. */
  readonly helpers: readonly string[];
}

/** From the worker that compiles. `crashed`: our own fault; the worker is replaced. */
export type CompileAnswer =
  | { readonly type: 'ready' }
  | { readonly type: 'compiled'; readonly id: number; readonly result: CompileResult }
  | { readonly type: 'crashed'; readonly id: number; readonly message: string };

/** To the worker that grades; it knows one exercise. */
export interface GradeRequest {
  readonly type: 'grade';
  readonly id: number;
  readonly exercise: string;
  readonly program: CompiledProgram;
  readonly seed: string;
  readonly runs?: number;
  readonly withTraces?: boolean;
  /** Make this one run instead of a grading. */
  readonly replay?: Replay;
  readonly withOwnFaults?: boolean;
}

/** From the worker that grades. */
export type GradeAnswer =
  | { readonly type: 'ready' }
  | { readonly type: 'progress'; readonly id: number; readonly progress: Progress }
  | { readonly type: 'report'; readonly id: number; readonly report: Report };

/** To the worker of the labs: make the one run, or one at each position of the slider that the lab sweeps over. */
export interface LabRequest {
  readonly type: 'lab' | 'sweep';
  readonly id: number;
  readonly lab: string;
  readonly values: Values;
}

/** From the worker of the labs. */
export type LabAnswer =
  | { readonly type: 'lab'; readonly id: number; readonly result: LabResult }
  | { readonly type: 'sweep'; readonly id: number; readonly result: readonly SweepPoint[] };
