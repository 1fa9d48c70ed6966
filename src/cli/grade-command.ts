import { cpus } from 'node:os';
import pLimit from 'p-limit';
import type { Report } from '../grader/report.ts';
import type { Host } from '../sandbox/host.ts';
import { NodeHost } from '../sandbox/node-host.ts';
import { Course } from './course.ts';
import { EXIT, UsageError } from './exit.ts';
import { printJson } from './output.ts';
import { printReport } from './print-report.ts';
import { findSubmissions, type Submission } from './submissions.ts';

/** Options of `grade`. */
export interface GradeCommandOptions {
  readonly exercises?: string;
  readonly exercise?: string;
  readonly seed?: string;
  readonly runs?: number;
  readonly json?: boolean;
  readonly failUnder?: number;
}

/** Version of what `--json` prints. */
const GRADES_FORMAT = 'partial-failure/grades@1';

/** One submission's result: a report, or a problem with the file itself. */
export interface Graded {
  readonly submission: string;
  readonly exercise: string | null;
  readonly report: Report | undefined;
  readonly problem: string | undefined;
}

/** Grades files and folders; results to stdout, progress to stderr. */
export async function gradeCommand(paths: readonly string[], options: GradeCommandOptions): Promise<number> {
  const course = new Course(options.exercises);
  if (options.exercise !== undefined && !course.ids.includes(options.exercise)) {
    throw new UsageError(`There is no exercise "${options.exercise}". Exercises: ${course.ids.join(', ')}.`);
  }
  const submissions = findSubmissions(paths, options.exercise, course.ids);
  const host = new NodeHost(course.hostFiles);
  const showProgress = process.stderr.isTTY === true;
  let done = 0;
  const limit = pLimit(Math.max(1, Math.min(4, cpus().length)));
  try {
    const results = await Promise.all(
      submissions.map((submission) =>
        limit(async () => {
          const graded = await gradeOne(course, host, submission, options);
          done++;
          if (showProgress) process.stderr.write(`\r${done} of ${submissions.length} graded`);
          return graded;
        }),
      ),
    );
    if (showProgress) process.stderr.write('\r\u001b[K');
    if (options.json === true) printJson(asJson(results, options));
    else for (const graded of results) printReport(graded, results.length === 1);
    return exitCode(results, options.failUnder);
  } finally {
    await host.close();
  }
}

async function gradeOne(
  course: Course,
  host: Host,
  submission: Submission,
  options: GradeCommandOptions,
): Promise<Graded> {
  const { path } = submission;
  if ('problem' in submission) {
    return {
      submission: path,
      exercise: submission.exercise ?? null,
      report: undefined,
      problem: submission.problem,
    };
  }
  const { exercise, source } = submission;
  const target = await course.load(exercise);
  const { seed = '1', runs } = options;
  const report = await host.grade(target, source, {
    fileName: path,
    seed,
    ...(runs !== undefined && { runs }),
  });
  return { submission: path, exercise, report, problem: undefined };
}

function asJson(results: readonly Graded[], { seed = '1' }: GradeCommandOptions): object {
  return {
    format: GRADES_FORMAT,
    seed,
    submissions: results.map(({ submission, exercise, report, problem }) => {
      if (report !== undefined) {
        const { format: _format, ...rest } = report;
        return { submission, ...rest };
      }
      return {
        submission,
        exercise,
        verdict: 'invalid',
        score: 0,
        maxScore: null,
        failures: [],
        problems: [{ code: 'file', message: problem ?? '' }],
      };
    }),
  };
}

function exitCode(results: readonly Graded[], failUnder: number | undefined): number {
  if (results.some(({ report }) => report?.verdict === 'error')) return EXIT.notGraded;
  if (failUnder === undefined) return EXIT.done;
  const missed = results.some(({ report }) => {
    const score = report?.score ?? 0;
    const maxScore = report?.maxScore ?? 1;
    return score * 100 < failUnder * maxScore;
  });
  return missed ? EXIT.failUnder : EXIT.done;
}
