import { jsonText } from '../output.ts';
import type { Format } from './format.ts';
import { oneStudent, totalOf } from './one-student.ts';
import { scoredParts } from './scored-parts.ts';
import { commentOf } from './tell.ts';

/** What PrairieLearn takes, in bytes. */
const BYTES_MAX = 1_000_000;
/** How much of each text is kept, in characters: as much as fits. */
const KEPT = [Infinity, 20_000, 2000, 200, 0] as const;

/**
 * PrairieLearn’s `results.json`. What cannot be run is not gradable, and neither is what our side failed to grade: that
 * costs nobody an attempt, and the words say which of the two it is.
 */
export const prairielearn: Format = {
  name: 'prairielearn',
  summary: 'PrairieLearn’s results.json, of one student',
  write: (all) => {
    const results = oneStudent(all);
    const isOneOfMany = results.length > 1;
    const total = totalOf(results);
    const isGradable = total !== null && results.some(({ verdict }) => verdict !== 'invalid');
    const refused = results.filter(
      ({ verdict }) => verdict === 'error' || (total !== null && verdict === 'invalid'),
    );
    const valueWith = (kept: number): object =>
      isGradable
        ? {
            gradable: true,
            score: total.maxScore === 0 ? 0 : total.score / total.maxScore,
            message: cut(results.map(commentOf).join('\n'), kept),
            tests: results
              .flatMap((result) => scoredParts(result, isOneOfMany))
              .map(({ name, means, score, maxScore, lines }) => ({
                name,
                description: means,
                points: score,
                max_points: maxScore,
                output: cut(lines.join('\n'), kept),
              })),
          }
        : { gradable: false, format_errors: refused.map((result) => cut(commentOf(result), kept)) };
    let text = '';
    for (const kept of KEPT) {
      text = `${jsonText(valueWith(kept))}\n`;
      if (new TextEncoder().encode(text).length <= BYTES_MAX) break;
    }
    return { text };
  },
};

function cut(text: string, kept: number): string {
  return text.length <= kept ? text : `${text.slice(0, kept)}… (cut: it is ${text.length} characters long)`;
}
