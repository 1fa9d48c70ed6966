import type { Report } from '../grader/report.ts';
import { decodeReplay, TokenError } from '../grader/replay-token.ts';
import { NodeHost } from '../sandbox/node-host.ts';
import { Course } from './course.ts';
import { EXIT, UsageError } from './exit.ts';
import { printJson } from './output.ts';
import { printReplay } from './print-report.ts';
import { findSubmissions } from './submissions.ts';

/** Options of `replay`. */
export interface ReplayCommandOptions {
  readonly exercises?: string;
  readonly json?: boolean;
}

/** Version of what `--json` prints: a report of one run, with the file that ran. */
const REPLAY_FORMAT = 'partial-failure/replay@1';

/**
 * Makes the run of a token again, with the program of a file.
 *
 * @returns 0 whatever the verdict, 3 when the run could not be made
 * @throws TokenError, UsageError for a token or file that cannot be used
 */
export async function replayCommand(
  token: string,
  path: string,
  { exercises, json }: ReplayCommandOptions,
): Promise<number> {
  const replay = decodeReplay(token);
  const course = new Course(exercises);
  const target = await course.load(replay.exercise);
  const { ids } = course;
  const { submissions } = await findSubmissions([path], { ids, exercise: replay.exercise });
  const [submission] = submissions;
  if (submission === undefined || 'problem' in submission)
    throw new UsageError(`${path}: ${submission?.problem ?? 'There is nothing to run.'}`);
  const host = new NodeHost(course.hostFiles);
  let report: Report;
  try {
    report = await host.grade(target, submission.source, {
      fileName: submission.path,
      seed: String(replay.seed),
      replay,
    });
  } finally {
    await host.close();
  }
  const [problem] = report.problems;
  if (report.verdict === 'error' && problem?.code === 'replay') throw new TokenError(problem.message);
  if (json === true) {
    const { format: _format, ...rest } = report;
    const { path: file } = submission;
    printJson({ format: REPLAY_FORMAT, submission: file, replay, ...rest });
  } else {
    printReplay(submission.path, report);
  }
  return report.verdict === 'error' ? EXIT.notGraded : EXIT.done;
}
