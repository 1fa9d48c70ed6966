/** What a grading of a class found, as the writers of all formats read it. */
import type {
  Coverage,
  Failure,
  Guess,
  Problem,
  PropertyResult,
  Report,
  ScenarioResult,
  Verdict,
} from '../../grader/report.ts';

/** Version of the results: of the JSON document and of its lines. Changes when a reader of the old one would be misled. */
export const RESULTS_SCHEMA = 'partial-failure/results/v1';

/** Who handed in. */
export interface Student {
  /** What the platform or the folder calls them: a participant's number, a user's id, a folder's name. */
  readonly id: string;
  readonly name?: string;
  readonly email?: string;
}

/** A broken property; a run is too large to keep for a whole class, so its picture is drawn at once. */
export type KeptFailure = Omit<Failure, 'run'>;

/** One submission's result. */
export interface Result {
  /** The file, as it was named or found. */
  readonly submission: string;
  /** Absent where nothing says whose it is. */
  readonly student?: Student;
  /** `null` where nothing says what it is for: then there is no score either. */
  readonly exercise: string | null;
  readonly exerciseVersion: number | null;
  /** The exercise's title, for people. */
  readonly title: string | null;
  readonly verdict: Verdict;
  /** `null`: there is no grade, neither 0 nor another. Always so when the verdict is `error`. */
  readonly score: number | null;
  readonly maxScore: number | null;
  /** What to know beside the grade: that it came late, that it is the last of several attempts. */
  readonly notes: readonly string[];
  readonly properties: readonly PropertyResult[];
  readonly scenarios: readonly ScenarioResult[];
  readonly failures: readonly KeptFailure[];
  /** What is wrong with the submission: the learner's to mend. */
  readonly problems: readonly Problem[];
  /** Set with the verdict `error` and only then: what went wrong on our side. */
  readonly graderFailure: Problem | null;
  readonly misconception?: Guess;
  readonly coverage?: Coverage;
  /** The first failure's run, as SVG, where pictures were asked for. */
  readonly picture?: string;
  /** How long the grading took, in ms. Differs from one time to the next, so it is in no file for programs. */
  readonly tookMs?: number;
}

/** All results of a grading, in the order in which they were asked for. */
export interface Results {
  /** Version of the course, whose grader it was. */
  readonly version: string;
  readonly seed: string;
  readonly results: readonly Result[];
}

/** What is known of a submission beside its report. */
export interface Handed {
  readonly submission: string;
  readonly student?: Student | undefined;
  readonly notes?: readonly string[];
  readonly title: string | null;
  readonly picture?: string | undefined;
  readonly tookMs?: number;
}

/** The result of a submission that was graded, or that our side failed to grade. */
export function resultOf(handed: Handed, report: Report): Result {
  const isOurs = report.verdict === 'error';
  const [first = { code: 'internal', message: 'The grader failed and left no word why.' }] = report.problems;
  const { misconception } = report;
  return {
    ...common(handed),
    exercise: report.exercise,
    exerciseVersion: report.exerciseVersion,
    verdict: report.verdict,
    score: isOurs ? null : report.score,
    maxScore: report.maxScore,
    properties: isOurs || report.verdict === 'invalid' ? [] : report.properties,
    scenarios: isOurs ? [] : report.scenarios,
    failures: isOurs ? [] : report.failures.map(({ run: _run, ...kept }) => kept),
    problems: isOurs ? [] : report.problems,
    graderFailure: isOurs ? first : null,
    ...(misconception !== undefined && { misconception }),
    coverage: report.coverage,
  };
}

/**
 * The result of what cannot be graded as it is. `theirs`: it is no program, and has no points; `ours`: it cannot be read,
 * or nobody knows what it is for, and there is no grade.
 */
export function refusedResult(
  handed: Handed,
  message: string,
  fault: 'theirs' | 'ours',
  exercise: { readonly id: string; readonly version: number; readonly maxScore: number } | undefined,
): Result {
  const isOurs = fault === 'ours';
  const problem = { code: 'file', message };
  return {
    ...common(handed),
    exercise: exercise?.id ?? null,
    exerciseVersion: exercise?.version ?? null,
    verdict: isOurs ? 'error' : 'invalid',
    score: isOurs || exercise === undefined ? null : 0,
    maxScore: exercise?.maxScore ?? null,
    properties: [],
    scenarios: [],
    failures: [],
    problems: isOurs ? [] : [problem],
    graderFailure: isOurs ? problem : null,
  };
}

function common({
  submission,
  student,
  notes = [],
  title,
  picture,
  tookMs,
}: Handed): Pick<Result, 'submission' | 'student' | 'notes' | 'title' | 'picture' | 'tookMs'> {
  return {
    submission,
    title,
    notes,
    ...(student !== undefined && { student }),
    ...(picture !== undefined && { picture }),
    ...(tookMs !== undefined && { tookMs }),
  };
}
