/** What was handed in, by whom: what each layout of a class is read into. */

/** Somebody who handed in, as the platform or the folder says it. Text of others: print it through `output.ts`. */
export interface Student {
  /** Moodle's participant number, Canvas's user id, Gradescope's SID, a folder's name. */
  readonly id: string;
  readonly name?: string;
  readonly email?: string;
}

/** How a class came: as single files, in folders of any kind, or as one of the platforms gives it. */
export type Layout = 'files' | 'folders' | 'moodle' | 'canvas' | 'gradescope';

/** Which of somebody's attempts at an exercise it is, the last of `of`. */
export interface Attempt {
  readonly number: number;
  readonly of: number;
}

/** Where a submission comes from. */
export interface Origin {
  /** Names it: no two of a grading have the same, and it is the same in every grading of the same class. */
  readonly id: string;
  /** Its file, or the folder of one who handed in nothing, as people know it: a file in a zip as `class.zip/a/b.ts`. */
  readonly path: string;
  readonly layout: Layout;
  /** Several for a group's submission; none for a file that nothing says whose it is. */
  readonly students: readonly Student[];
  /** Absent where the layout does not say. */
  readonly late?: boolean;
  /** Absent where there was one. */
  readonly attempt?: Attempt;
  /** What the instructor should know of how it was chosen, in sentences. */
  readonly notes: readonly string[];
}

/**
 * Whose fault it is that something cannot be graded. `theirs`: what was handed in is no program for the exercise, which
 * costs its points. `ours`: it could not be read, or nobody can say what it is for; there is no grade.
 */
export type Fault = 'theirs' | 'ours';

/** One exercise of one student or group: the text to grade, or why there is none. */
export type Submission = Origin &
  (
    | { readonly source: string; readonly exercise: string }
    | { readonly exercise?: string; readonly problem: string; readonly fault: Fault }
  );

/** A file that is no submission, and why. */
export interface LeftOut {
  readonly path: string;
  readonly why: string;
}

/** All that was found. Every file below the given paths is in one of these, or below one that is left out. */
export interface Intake {
  readonly submissions: readonly Submission[];
  readonly leftOut: readonly LeftOut[];
}
