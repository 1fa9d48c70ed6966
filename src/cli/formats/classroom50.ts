import { jsonText } from '../output.ts';
import { FormatError, type Format } from './format.ts';
import { oneStudent, totalOf } from './one-student.ts';
import { scoredParts } from './scored-parts.ts';

/** What Classroom 50’s runner says of the submission, in the environment. */
const NEEDED = ['CLASSROOM', 'ASSIGNMENT', 'SUBMISSION_TAG', 'COMMIT_URL', 'RELEASE_URL'] as const;

/**
 * Classroom 50’s `result.json`. It has no word for a failure of the grader: then nothing is written, and the exit code,
 * which is not 0, says it.
 */
export const classroom50: Format = {
  name: 'classroom50',
  summary: 'Classroom 50’s result.json, of one student',
  needs: NEEDED,
  write: (all, { environment, now }) => {
    const results = oneStudent(all);
    if (totalOf(results) === null)
      throw new FormatError(
        'There is no grade, through no fault of the program; Classroom 50 is told so by the exit code.',
      );
    const tests = results
      .flatMap((result) => scoredParts(result, results.length > 1))
      .map(({ name, passed, score, maxScore, lines }) => ({
        'test-name': name,
        passed,
        score: Math.round(score),
        'max-score': Math.round(maxScore),
        output: lines.join('\n'),
      }));
    const [classroom, assignment, submission, commit, release] = NEEDED.map(
      (name) => environment[name] ?? '',
    );
    return {
      text: `${jsonText({
        schema: 'classroom50/result/v1',
        classroom,
        assignment,
        submission,
        commit,
        release,
        review: environment['REVIEW_URL'] ?? commit,
        datetime: now,
        score: tests.reduce((sum, test) => sum + test.score, 0),
        'max-score': tests.reduce((sum, test) => sum + test['max-score'], 0),
        tests,
      })}\n`,
    };
  },
};
