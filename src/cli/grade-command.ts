import { availableParallelism, totalmem } from 'node:os';
import { basename } from 'node:path';
import pLimit from 'p-limit';
import type { Report } from '../grader/report.ts';
import type { Host } from '../sandbox/host.ts';
import { NodeHost } from '../sandbox/node-host.ts';
import { Course } from './course.ts';
import { EXIT, UsageError } from './exit.ts';
import { refusedResult, resultOf, type Result, type Results } from './formats/results.ts';
import { Journal, keyOf } from './journal.ts';
import { readMapping } from './intake/mapping.ts';
import type { LeftOut, Submission } from './intake/submission.ts';
import { complain, print, printJson, text } from './output.ts';
import { requestOutputs, writeOutputs, type Requested } from './outputs.ts';
import { pictureOf } from './picture.ts';
import { printReport } from './print-report.ts';
import { Progress } from './progress.ts';
import { resultTable } from './result-table.ts';
import { readSecret } from './secret.ts';
import { findSubmissions } from './submissions.ts';

/** Options of `grade`. */
export interface GradeCommandOptions {
  readonly exercises?: string;
  readonly exercise?: string;
  /** File that says which exercise files are for. */
  readonly mapping?: string;
  readonly seed?: string;
  readonly runs?: number;
  readonly json?: boolean;
  readonly failUnder?: number;
  /** Journal of what is finished. */
  readonly resume?: string;
  /** File with what the hidden runs are drawn with. */
  readonly secret?: string;
  /** How many submissions are graded at once. */
  readonly jobs?: number;
  /** `FORMAT=FILE`, each. */
  readonly output?: readonly string[];
}

/** So many files that are left out are listed on the terminal. */
const LEFT_OUT_TOLD = 20;
/** So many reports are printed in full. */
const REPORTS_TOLD = 10;
/** A grading process may take so much memory, in bytes. */
const JOB_BYTES = 1.5 * 2 ** 30;
/** Version of what `--json` prints. */
const GRADES_FORMAT = 'partial-failure/grades@1';

/** One submission's result: a report, or a problem with the file itself. */
export interface Graded {
  readonly submission: string;
  readonly exercise: string | null;
  readonly report: Report | undefined;
  readonly problem: string | undefined;
  /** The same as the formats of `--output` have it. */
  readonly result: Result;
  /** Whose it is, and how it was chosen. */
  readonly from: Submission;
}

/** Grades files and folders; results to stdout, progress to stderr. */
export async function gradeCommand(paths: readonly string[], asked: GradeCommandOptions): Promise<number> {
  const drawn = asked.secret === undefined ? undefined : readSecret(asked.secret, asked.seed ?? '1');
  const options = { ...asked, ...drawn };
  const course = new Course(options.exercises);
  if (options.exercise !== undefined && !course.ids.includes(options.exercise)) {
    throw new UsageError(`There is no exercise "${options.exercise}". Exercises: ${course.ids.join(', ')}.`);
  }
  const requests = requestOutputs(options.output ?? []);
  const withPictures = requests.some(({ format }) => format.withPictures === true);
  const { ids } = course;
  const mapping = options.mapping === undefined ? undefined : readMapping(options.mapping, ids);
  const { submissions, leftOut } = await findSubmissions(paths, { ids, exercise: options.exercise, mapping });
  tellLeftOut(leftOut);
  const journal = options.resume === undefined ? undefined : openJournal(options.resume);
  const host = new NodeHost(course.hostFiles);
  const progress = new Progress(submissions.length);
  const limit = pLimit(options.jobs ?? usualJobs());
  try {
    const results = await Promise.all(
      submissions.map((submission) =>
        limit(async () => {
          const graded = await gradeOne(course, host, submission, { ...options, withPictures, journal });
          progress.add(graded.result);
          return graded;
        }),
      ),
    );
    progress.end();
    if (journal?.problem !== undefined)
      complain(text`${options.resume ?? ''}: not everything could be kept there: ${journal.problem}`);
    if (options.json === true) printJson(asJson(results, leftOut, options));
    else printResults(results);
    const { seed = '1' } = options;
    const told = tellOutputs(requests, {
      version: course.version,
      seed,
      results: results.map(({ result }) => result),
      leftOut,
    });
    const code = exitCode(results, options.failUnder);
    const isWritten = told && journal?.problem === undefined;
    return isWritten || code === EXIT.notGraded ? code : EXIT.notWritten;
  } finally {
    progress.end();
    journal?.close();
    await host.close();
  }
}

/** As many as there are cores, and as fit into the memory. */
function usualJobs(): number {
  // 0 where nothing constrains this process, as a container does.
  const constrained = process.constrainedMemory() || Infinity;
  const memory = Math.min(totalmem(), constrained);
  return Math.max(1, Math.min(availableParallelism(), Math.floor(memory / JOB_BYTES)));
}

function openJournal(file: string): Journal {
  const journal = new Journal(file);
  for (const remark of journal.remarks) complain(text`${file}: ${remark}`);
  return journal;
}

async function gradeOne(
  course: Course,
  host: Host,
  submission: Submission,
  options: GradeCommandOptions & { readonly withPictures: boolean; readonly journal: Journal | undefined },
): Promise<Graded> {
  const { path } = submission;
  if ('problem' in submission) {
    const { problem } = submission;
    const isKnown = submission.exercise !== undefined && course.ids.includes(submission.exercise);
    const meant = isKnown ? (await course.load(submission.exercise)).exercise : undefined;
    const asked = meant && {
      id: meant.id,
      version: meant.version,
      maxScore: meant.properties.reduce((sum, { points }) => sum + points, 0),
    };
    return {
      submission: path,
      exercise: submission.exercise ?? null,
      report: undefined,
      problem,
      result: refusedResult(
        { ...submission, title: meant?.title ?? null },
        { message: problem, fault: submission.fault },
        asked,
      ),
      from: submission,
    };
  }
  const { exercise, source } = submission;
  const target = await course.load(exercise);
  const { seed = '1', secret, runs, withPictures, journal } = options;
  const key =
    journal &&
    keyOf({
      build: course.build,
      module: basename(target.module),
      fileName: path,
      source,
      seed,
      secret,
      runs,
      withPictures,
    });
  let finished = key === undefined ? undefined : journal?.find(key);
  if (finished === undefined) {
    const began = performance.now();
    const whole = await host.grade(target, source, {
      fileName: path,
      seed,
      ...(secret !== undefined && { secret }),
      ...(runs !== undefined && { runs }),
      ...(withPictures && { withTraces: true }),
    });
    const drawn = pictureOfFirst(whole);
    finished = {
      report: withoutRuns(whole),
      tookMs: performance.now() - began,
      ...(drawn !== undefined && { picture: drawn }),
    };
    if (key !== undefined) journal?.add(key, finished);
  }
  const { report, picture, tookMs } = finished;
  const { title } = target.exercise;
  const beside = { title, tookMs, ...(picture !== undefined && { picture }) };
  const result = resultOf({ ...submission, ...beside }, report);
  return {
    submission: path,
    exercise,
    report,
    problem: undefined,
    result,
    from: submission,
  };
}

function withoutRuns(report: Report): Report {
  return { ...report, failures: report.failures.map(({ run: _run, ...failure }) => failure) };
}

/** The first failure's run as a picture. The run itself is too large to keep for a whole class. */
function pictureOfFirst({ exercise, failures: [first] }: Report): string | undefined {
  if (first?.run === undefined) return undefined;
  const description = first.story.map(({ text: told }) => told).join(' ');
  return pictureOf(first.run, `${exercise}: ${first.summary}`, description);
}

/** Prints a table of several results; before it the reports, unless there are so many that nobody reads them. */
function printResults(results: readonly Graded[]): void {
  const areTold = results.length <= REPORTS_TOLD;
  if (areTold) for (const graded of results) printReport(graded, results.length === 1);
  if (results.length > 1) {
    const columns = process.stdout.isTTY === true ? process.stdout.columns : Infinity;
    for (const line of resultTable(
      results.map(({ result }) => result),
      columns,
    ))
      print(line);
  }
  if (!areTold) print('For what went wrong in each: --output html=class.html, or grade one alone.');
}

/** Writes the outputs and says what is to be said of them; `false` when one could not be written. */
function tellOutputs(requests: readonly Requested[], results: Results): boolean {
  let written = true;
  for (const { request, remarks, problem } of writeOutputs(requests, results)) {
    const { format, file } = request;
    for (const remark of remarks) complain(text`${file}: ${remark}`);
    if (problem === undefined) continue;
    complain(text`${file} (${format.name}) could not be written: ${problem}`);
    written = false;
  }
  return written;
}

/** Files that are no submissions are said, each with the reason; of very many the first. */
function tellLeftOut(leftOut: readonly LeftOut[]): void {
  for (const { path, why } of leftOut.slice(0, LEFT_OUT_TOLD)) complain(text`Left out: ${path}  ${why}`);
  const more = leftOut.length - LEFT_OUT_TOLD;
  if (more > 0) complain(text`Left out: ${more} more files; --json lists them all.`);
}

function asJson(
  results: readonly Graded[],
  leftOut: readonly LeftOut[],
  { seed = '1' }: GradeCommandOptions,
): object {
  return {
    format: GRADES_FORMAT,
    seed,
    leftOut,
    submissions: results.map(({ submission, exercise, report, problem, from }) => {
      const { id, layout, students, late, attempt, notes } = from;
      const origin = { id, submission, layout, students, late, attempt, notes };
      if (report !== undefined) {
        const { format: _format, ...rest } = report;
        return { ...origin, ...rest };
      }
      return {
        ...origin,
        exercise,
        verdict: isOurs(from) ? 'error' : 'invalid',
        score: isOurs(from) ? null : 0,
        maxScore: null,
        failures: [],
        problems: [{ code: 'file', message: problem ?? '' }],
      };
    }),
  };
}

/** Whether a submission has no grade through no fault of whoever handed it in. */
export function isOurs(submission: Submission): boolean {
  return 'problem' in submission && submission.fault === 'ours';
}

function exitCode(results: readonly Graded[], failUnder: number | undefined): number {
  if (results.some(({ report, from }) => report?.verdict === 'error' || isOurs(from))) return EXIT.notGraded;
  if (failUnder === undefined) return EXIT.done;
  const missed = results.some(({ report }) => {
    const score = report?.score ?? 0;
    const maxScore = report?.maxScore ?? 1;
    return score * 100 < failUnder * maxScore;
  });
  return missed ? EXIT.failUnder : EXIT.done;
}
