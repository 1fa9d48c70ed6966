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
import type { Fault, LeftOut, Origin } from '../intake/submission.ts';

/** Version of the results: of the JSON document and of its lines. Changes when a reader of the old one would be misled. */
export const RESULTS_SCHEMA = 'partial-failure/results/v1';

/** A broken property; a run is too large to keep for a whole class, so its picture is drawn at once. */
export type KeptFailure = Omit<Failure, 'run'>;

/** What pages for people have beside a result, and files for programs have not. */
export interface Beside {
  /** The exercise's title. */
  readonly title: string | null;
  /** The first failure's run, as SVG, where pictures were asked for. */
  readonly picture?: string;
  /** How long the grading took, in ms: another time each time. */
  readonly tookMs?: number;
}

/** One submission's result. */
export interface Result extends Origin, Beside {
  /** `null` where nothing says what it is for: then there is no score either. */
  readonly exercise: string | null;
  readonly exerciseVersion: number | null;
  readonly verdict: Verdict;
  /** `null`: there is no grade, neither 0 nor another. Always so when the verdict is `error`. */
  readonly score: number | null;
  readonly maxScore: number | null;
  readonly properties: readonly PropertyResult[];
  readonly scenarios: readonly ScenarioResult[];
  readonly failures: readonly KeptFailure[];
  /** What is wrong with the submission: the learner's to mend. */
  readonly problems: readonly Problem[];
  /** Set with the verdict `error` and only then: what went wrong on our side. */
  readonly graderFailure: Problem | null;
  readonly misconception?: Guess;
  readonly coverage?: Coverage;
}

/** All results of a grading, in the order in which they were asked for. */
export interface Results {
  /** Version of the course, whose grader it was. */
  readonly version: string;
  readonly seed: string;
  readonly results: readonly Result[];
  /** Files that were found and are no submissions. */
  readonly leftOut: readonly LeftOut[];
}

/** The result of a submission that was graded, or that our side failed to grade. */
export function resultOf(handed: Origin & Beside, report: Report): Result {
  const isOurs = report.verdict === 'error';
  const [first = { code: 'internal', message: 'The grader failed and left no word why.' }] = report.problems;
  const { misconception } = report;
  return {
    ...originOf(handed),
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
 * The result of a file that cannot be graded as it is: no text, too large, for nobody knows what.
 *
 * @param fault whose it is; through ours nobody gets a grade
 */
export function refusedResult(
  handed: Origin & Beside,
  { message, fault }: { readonly message: string; readonly fault: Fault },
  exercise: { readonly id: string; readonly version: number; readonly maxScore: number } | undefined,
): Result {
  const problem: Problem = { code: 'file', message };
  const isOurs = fault === 'ours';
  return {
    ...originOf(handed),
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

/** The fields of where a submission comes from, and no others that its object may have. */
function originOf(handed: Origin & Beside): Origin & Beside {
  const { id, path, layout, students, late, attempt, notes, title, picture, tookMs } = handed;
  return {
    id,
    path,
    layout,
    students,
    ...(late !== undefined && { late }),
    ...(attempt !== undefined && { attempt }),
    notes,
    title,
    ...(picture !== undefined && { picture }),
    ...(tookMs !== undefined && { tookMs }),
  };
}
