import type { Exercise } from '../explore/exercise.ts';
import {
  BUILT_IN_PROPERTIES,
  REPORT_FORMAT,
  type Coverage,
  type Failure,
  type GradeOptions,
  type Problem,
  type PropertyResult,
  type Report,
} from './report.ts';
import type { KnownMisconception } from '../explore/misconception.ts';
import { fingerprintOf } from './misconception/fingerprint.ts';
import { recognise } from './misconception/recognise.ts';
import type { Symptoms } from './misconception/symptoms.ts';
import type { Tally } from './tally.ts';

const NOTHING_TRIED: Coverage = {
  runs: 0,
  directed: 0,
  sampled: 0,
  swept: 0,
  exhausted: 0,
  commanded: 0,
  events: 0,
  scenarios: [],
};

/** What a grading found, as a report. */
export function buildReport(found: {
  readonly exercise: Exercise;
  readonly options: GradeOptions;
  readonly tally: Tally;
  readonly failures: readonly Failure[];
  readonly problems: readonly Problem[];
  readonly coverage: Coverage;
  /** How the program failed; absent where a report is no whole grading. */
  readonly symptoms?: Symptoms;
  /** Misconceptions to compare it with. */
  readonly known?: readonly KnownMisconception[] | undefined;
}): Report {
  const { exercise, options, tally, failures, problems, coverage, symptoms, known = [] } = found;
  const properties = tally.properties(exercise.properties);
  const undecided = [...tally.unknown].filter((id) => !tally.broken.has(id));
  if (undecided.length > 0 && failures.length === 0) {
    const message = `The check of ${undecided.join(', ')} used up its budget. Try again; tell the course's authors if it stays.`;
    return errorReport(exercise, options, { code: 'unknown', message });
  }
  const passed = properties.every(({ status }) => status === 'passed');
  const idle = properties.filter(({ status }) => status === 'not-exercised').map(({ id }) => id);
  const isIdleOnly = !passed && failures.length === 0 && options.replay === undefined;
  const misconception =
    passed || symptoms === undefined ? undefined : recognise(fingerprintOf([symptoms]), known);
  return {
    format: REPORT_FORMAT,
    exercise: exercise.id,
    exerciseVersion: exercise.version,
    seed: options.seed,
    verdict: passed ? 'pass' : 'fail',
    score: properties.reduce((sum, { points }) => sum + points, 0),
    maxScore: maxScore(exercise),
    properties,
    scenarios: tally.scenarios(),
    failures,
    problems: isIdleOnly ? [...problems, notExercised(idle)] : problems,
    coverage,
    ...(misconception !== undefined && { misconception }),
    ...(options.withSymptoms === true && symptoms !== undefined && { symptoms }),
  };
}

/** Why a program fails that breaks nothing. */
function notExercised(ids: readonly string[]): Problem {
  const [only, ...more] = ids;
  const [list, was, them] =
    more.length === 0
      ? [only ?? '', 'was', 'it']
      : [`${ids.slice(0, -1).join(', ')} and ${ids.at(-1) ?? ''}`, 'were', 'each of them'];
  return {
    code: 'not-exercised',
    message: `Nothing was found broken, but ${list} ${was} never exercised: in no run did the program do what ${them} judges. Such a thing is a call that returns, a request that gets a reply, work that is accepted. A property counts only where the program does something that could break it. Look at what was called and never came to an end.`,
  };
}

/**
 * The report of a submission that was ended from outside, twice, the second time with nothing else running: it hung in what cannot
 * be counted, or took all memory.
 */
export function stoppedReport(exercise: Exercise, options: GradeOptions, message: string): Report {
  const blankReport = blank(exercise, options);
  const limits: PropertyResult = {
    id: 'within-limits',
    means: BUILT_IN_PROPERTIES['within-limits'],
    kind: 'liveness',
    status: 'broken',
    points: 0,
    maxPoints: 0,
  };
  return {
    ...blankReport,
    properties: [...blankReport.properties, limits],
    verdict: 'fail',
    score: options.replay === undefined ? 0 : null,
    problems: [{ code: 'stopped', message }],
  };
}

/** The report of a submission that cannot be run. */
export function invalidReport(
  exercise: Exercise,
  options: GradeOptions,
  problems: readonly Problem[],
): Report {
  return { ...blank(exercise, options), verdict: 'invalid', score: 0, problems };
}

/** The report of a grading that failed by no fault of the submission. */
export function errorReport(exercise: Exercise, options: GradeOptions, problem: Problem): Report {
  return { ...blank(exercise, options), verdict: 'error', score: null, problems: [problem] };
}

function blank(exercise: Exercise, options: GradeOptions): Omit<Report, 'verdict' | 'score' | 'problems'> {
  return {
    format: REPORT_FORMAT,
    exercise: exercise.id,
    exerciseVersion: exercise.version,
    seed: options.seed,
    maxScore: maxScore(exercise),
    properties: exercise.properties.map(({ id, means, kind, points }) => ({
      id,
      means,
      kind,
      status: 'not-exercised',
      points: 0,
      maxPoints: points,
    })),
    scenarios: [],
    failures: [],
    coverage: NOTHING_TRIED,
  };
}

function maxScore(exercise: Exercise): number {
  return exercise.properties.reduce((sum, { points }) => sum + points, 0);
}
