import { written } from '../output.ts';
import type { Format } from './format.ts';
import type { Result, Results } from './results.ts';
import {
  commentOf,
  failureLines,
  guessLines,
  notesOf,
  problemLine,
  scoreOf,
  VERDICT_WORDS,
  whoOf,
} from './tell.ts';

/** A summary as Markdown, as CI services and issue trackers show it: a table, then a part for each that did not pass. */
export const markdown: Format = {
  name: 'markdown',
  summary: 'a table and the failures, for CI summaries and issues',
  write: (results) => ({
    text: `${[
      '# Results',
      '',
      `Partial Failure ${plain(results.version)}, seed ${plain(results.seed)}: ${countsOf(results)}.`,
      '',
      '| who | exercise | verdict | score | notes |',
      '| --- | --- | --- | --: | --- |',
      ...results.results.map(rowOf),
      ...results.results.filter(({ verdict }) => verdict !== 'pass').flatMap(partOf),
    ].join('\n')}\n`,
  }),
};

function countsOf({ results }: Results): string {
  return (['pass', 'fail', 'invalid', 'error'] as const)
    .map(
      (verdict) =>
        `${results.filter((result) => result.verdict === verdict).length} ${VERDICT_WORDS[verdict]}`,
    )
    .join(', ');
}

function rowOf(result: Result): string {
  const cells = [
    whoOf(result),
    written(result.exercise ?? ''),
    VERDICT_WORDS[result.verdict],
    scoreOf(result),
    notesOf(result).join(' '),
  ];
  return `| ${cells.map(plain).join(' | ')} |`;
}

function partOf(result: Result): string[] {
  const { failures, problems, verdict, exercise } = result;
  const title = `${whoOf(result)}${exercise === null ? '' : `: ${written(exercise)}`}`;
  return [
    '',
    `## ${plain(title)}`,
    '',
    plain(verdict === 'fail' ? `${VERDICT_WORDS.fail}, ${scoreOf(result)}.` : commentOf(result)),
    ...failures.flatMap((failure) => {
      const [summary = '', ...lines] = failureLines(failure);
      return [
        '',
        `### ${plain(written(failure.property))}`,
        '',
        plain(summary),
        '',
        ...lines.map((line) => `- ${plain(line)}`),
      ];
    }),
    ...(verdict === 'fail' ? problems : []).flatMap((problem) => ['', plain(problemLine(problem))]),
    ...guessLines(result).flatMap((line) => ['', plain(line)]),
  ];
}

/** Text that Markdown shows as it is: what could be a mark is written as a character reference. */
function plain(line: string): string {
  const referred = (mark: string): string =>
    Array.from(mark, (char) => `&#${char.codePointAt(0) ?? 0};`).join('');
  return (
    line
      .replace(/[&<>|`*_[\]\\~#@$]|:(?=\/\/)/g, referred)
      // What would begin a list, or make a heading of the line above.
      .replace(/^\s*(?:[-+=]+|\d+[.)])(?=\s|$)/, (mark) => mark.slice(0, -1) + referred(mark.slice(-1)))
  );
}
