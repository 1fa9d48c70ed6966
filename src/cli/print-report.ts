import type { Failure, Guess, Report } from '../grader/report.ts';
import { tellMeasure } from '../grader/tell-measure.ts';
import { coveredFurther, tellScenarioCoverage } from '../grader/tell-coverage.ts';
import type { Graded } from './grade-command.ts';
import type { Submission } from './intake/submission.ts';
import { paint, print, text } from './output.ts';

const MARK = {
  pass: paint.green('pass'),
  fail: paint.red('fail'),
  invalid: paint.yellow('invalid'),
  error: paint.magenta('error'),
} as const;

/** A failure; a run that is replayed has its token on the command line already. */
type Told = Omit<Failure, 'token'> & { readonly token?: string | undefined };

/** Prints what became of one run, for people. */
export function printReplay(path: string, report: Report): void {
  print(text`${MARK[report.verdict]}  ${paint.bold(path)}  one run of ${report.exercise}`);
  for (const { message, line } of report.problems)
    print(text`  ${line === undefined ? '' : `line ${line}: `}${message}`);
  for (const failure of report.failures) printFailure({ ...failure, token: undefined }, report);
  if (report.verdict === 'pass') print('  Nothing was broken in this run.');
  print('');
}

/**
 * Prints one result for people.
 *
 * @param isOnly whether it is the only one: then there is room for what was tried, scenario by scenario
 */
export function printReport({ submission, report, problem, from }: Graded, isOnly: boolean): void {
  if (report === undefined) {
    const mark = 'fault' in from && from.fault === 'ours' ? MARK.error : MARK.invalid;
    print(text`${mark}  ${paint.bold(submission)}${whoseText(from)}\n  ${problem ?? ''}\n`);
    return;
  }
  const score = report.score === null ? 'no score' : `${report.score} of ${report.maxScore}`;
  print(
    text`${MARK[report.verdict]}  ${paint.bold(submission)}  ${report.exercise}, ${score}, seed ${report.seed}${whoseText(from)}`,
  );
  for (const note of from.notes) print(paint.dim(text`  ${note}`));
  for (const { id, status, points, maxPoints, measures = [] } of report.verdict === 'invalid' ||
  report.verdict === 'error'
    ? []
    : report.properties) {
    const mark =
      status === 'passed' ? paint.green('✓') : status === 'broken' ? paint.red('✗') : paint.dim('–');
    const words = status === 'not-exercised' ? 'not exercised' : status;
    print(
      text`  ${mark} ${id.padEnd(24)} ${words.padEnd(14)} ${maxPoints === 0 ? '' : `${points}/${maxPoints}`}`,
    );
    for (const measure of isOnly ? measures : [])
      print(paint.dim(text`      ${measure.scenario}: ${tellMeasure(measure)}`));
  }
  for (const { message, line } of report.problems)
    print(text`  ${line === undefined ? '' : `line ${line}: `}${message}`);
  const [first, ...others] = report.failures;
  if (first !== undefined) printFailure(first, report);
  for (const { property, scenario, summary } of others)
    print(text`  Also broken: ${property} (${scenario}). ${summary}`);
  if (report.misconception !== undefined) print(text`  ${guessText(report.misconception)}`);
  if (report.coverage.runs > 0) {
    print(paint.dim(text`  ${coverageText(report)}`));
    for (const scenario of isOnly ? coveredFurther(report.coverage.scenarios) : [])
      print(paint.dim(text`    ${tellScenarioCoverage(scenario)}`));
  }
  print('');
}

function printFailure(failure: Told, { properties }: Report): void {
  const { property, scenario, visible, seed, summary, commands, story, line, token } = failure;
  const promise = properties.find(({ id }) => id === property)?.means ?? '';
  print(text`  ${paint.red(summary)}${line > 0 ? ` (line ${line})` : ''}`);
  print(text`  The promise that this breaks, ${property}: ${promise}`);
  print(paint.dim(text`  ${visible ? 'Scenario' : 'Hidden scenario'}: ${scenario}, run seed ${seed}`));
  if (commands !== undefined) print(paint.dim(text`  Drawn commands: ${commands.join('; ')}`));
  const width = Math.max(0, ...story.map(({ node }) => node.length));
  story.forEach(({ text: told, atMs, node, tone }, i) => {
    const number = `${i + 1}.`.padStart(5);
    const time = `${atMs.toFixed(1)} ms`.padStart(12);
    const shown = tone === 'violation' ? paint.red(told) : tone === 'fault' ? paint.yellow(told) : told;
    const who = width === 0 ? '' : `${node.padEnd(width)}  `;
    print(text`${number} ${paint.dim(time)}  ${paint.dim(who)}${shown}`);
  });
  if (token !== undefined)
    print(paint.dim(text`  See this run again: npx partial-failure replay ${token} FILE`));
}

function whoseText({ students, late }: Submission): string {
  const names = students.map(({ id, name }) => (name === undefined ? id : `${name} (${id})`));
  return `${names.length === 0 ? '' : `, ${names.join(', ')}`}${late === true ? ', late' : ''}`;
}

function guessText({ belief, hint }: Guess): string {
  const help =
    hint === undefined ? '' : ` If that is what you thought, hint ${hint} of the exercise may help.`;
  return `This looks like a thought that others have had too: "${belief}"${help}`;
}

function coverageText({ coverage }: Report): string {
  const { runs, directed, sampled, swept, exhausted, commanded, events } = coverage;
  const searched = exhausted > 0 ? `, ${exhausted} of exhaustive searches` : '';
  const drawn = commanded > 0 ? `, ${commanded} of drawn commands` : '';
  return `${runs} runs (${directed} directed${drawn}, ${sampled} sampled, ${swept} with one fault at every decision${searched}), ${events} events`;
}
