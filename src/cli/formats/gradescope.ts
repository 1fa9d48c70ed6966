import { jsonText } from '../output.ts';
import type { Format } from './format.ts';
import { oneStudent, totalOf } from './one-student.ts';
import { scoredParts } from './scored-parts.ts';
import { commentOf, whoOf } from './tell.ts';

/**
 * Gradescope's `results.json`. When the grader failed there is no score in it, neither of the whole nor of a test:
 * Gradescope then says that the autograder failed, and gives no grade.
 */
export const gradescope: Format = {
  name: 'gradescope',
  summary: 'Gradescope’s results.json, of one student',
  write: (all) => {
    const results = oneStudent(all);
    const isOneOfMany = results.length > 1;
    const lines = results.map((result) =>
      isOneOfMany ? `${result.exercise ?? whoOf(result)}: ${commentOf(result)}` : commentOf(result),
    );
    const total = totalOf(results);
    return {
      text: `${jsonText({
        ...(total !== null && { score: total.score }),
        output: lines.join('\n'),
        output_format: 'text',
        visibility: 'visible',
        extra_data: { course_version: all.version, seed: all.seed },
        tests:
          total === null ? [] : results.flatMap((result) => scoredParts(result, isOneOfMany)).map(testOf),
      })}\n`,
    };
  },
};

function testOf({
  name,
  passed,
  score,
  maxScore,
  means,
  lines,
}: ReturnType<typeof scoredParts>[number]): object {
  return {
    name,
    score,
    max_score: maxScore,
    status: passed ? 'passed' : 'failed',
    output: [...(means === '' ? [] : [means]), ...lines].join('\n'),
    output_format: 'text',
    visibility: 'visible',
  };
}
