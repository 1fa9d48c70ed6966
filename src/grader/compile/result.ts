/** What compiling gives: a program, or problems that are the learner's to mend. */

/** One thing in the learner's file that keeps it from running. */
export interface Problem {
  /** Stable, for reports and tests. */
  readonly code: ProblemCode;
  /** What is wrong and the next step, one or two sentences. */
  readonly message: string;
  /** From 1, in the learner's file. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
  /** The learner's line as it stands there. */
  readonly text?: string;
}

/** Kinds of {@link Problem}. */
export type ProblemCode =
  | 'empty'
  | 'too-large'
  | 'too-nested'
  | 'uncompilable'
  | 'not-text'
  | 'syntax'
  | 'import'
  | 'no-such-helper'
  | 'dynamic-import'
  | 'top-level-await'
  | 'not-a-module'
  | 'undeclared'
  | 'declared-twice'
  | 'refused-text'
  | 'regular-expression';

/** A program ready for `sandbox/evaluate`. */
export interface CompiledProgram {
  /** One expression; its value is a `ProgramFactory`. */
  readonly code: string;
  /** Names that the module exports. */
  readonly exports: readonly string[];
}

/** What `compileProgram` gives. */
export type CompileResult =
  | { readonly ok: true; readonly program: CompiledProgram }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * The compiler itself broke. Replace the worker that runs it and try again: the source may have been unlucky. If that
 * breaks too, with nothing else beside it, the source is `uncompilable`.
 */
export class CompilerFault extends Error {
  override readonly name = 'CompilerFault';
}

/** Carries a {@link Problem} out of a pass. */
export class ProblemFound extends Error {
  override readonly name = 'ProblemFound';
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}
