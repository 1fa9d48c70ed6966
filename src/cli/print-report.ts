import pc from 'picocolors';
import type { Failure, Guess, Report } from '../grader/report.ts';
import { coveredFurther, tellScenarioCoverage } from '../grader/tell-coverage.ts';
import type { Graded } from './grade-command.ts';

const MARK = {
  pass: pc.green('pass'),
  fail: pc.red('fail'),
  invalid: pc.yellow('invalid'),
  error: pc.magenta('error'),
} as const;

/** A failure; a run that is replayed has its token on the command line already. */
type Told = Omit<Failure, 'token'> & { readonly token?: string | undefined };

/** Prints what became of one run, for people. */
export function printReplay(path: string, report: Report): void {
  print(`${MARK[report.verdict]}  ${pc.bold(path)}  one run of ${report.exercise}`);
  for (const { message, line } of report.problems)
    print(`  ${line === undefined ? '' : `line ${line}: `}${message}`);
  for (const failure of report.failures) printFailure({ ...failure, token: undefined }, report);
  if (report.verdict === 'pass') print('  Nothing was broken in this run.');
  print('');
}

/**
 * Prints one result for people.
 *
 * @param isOnly whether it is the only one: then there is room for what was tried, scenario by scenario
 */
export function printReport({ submission, report, problem }: Graded, isOnly: boolean): void {
  if (report === undefined) {
    print(`${MARK.invalid}  ${pc.bold(submission)}\n  ${problem ?? ''}\n`);
    return;
  }
  const score = report.score === null ? 'no score' : `${report.score} of ${report.maxScore}`;
  print(`${MARK[report.verdict]}  ${pc.bold(submission)}  ${report.exercise}, ${score}, seed ${report.seed}`);
  for (const { id, status, points, maxPoints } of report.verdict === 'invalid' || report.verdict === 'error'
    ? []
    : report.properties) {
    const mark = status === 'passed' ? pc.green('✓') : status === 'broken' ? pc.red('✗') : pc.dim('–');
    const words = status === 'not-exercised' ? 'not exercised' : status;
    print(
      `  ${mark} ${id.padEnd(24)} ${words.padEnd(14)} ${maxPoints === 0 ? '' : `${points}/${maxPoints}`}`.trimEnd(),
    );
  }
  for (const { message, line } of report.problems)
    print(`  ${line === undefined ? '' : `line ${line}: `}${message}`);
  const [first, ...others] = report.failures;
  if (first !== undefined) printFailure(first, report);
  for (const { property, scenario, summary } of others)
    print(`  Also broken: ${property} (${scenario}). ${summary}`);
  if (report.misconception !== undefined) print(`  ${guessText(report.misconception)}`);
  if (report.coverage.runs > 0) {
    print(pc.dim(`  ${coverageText(report)}`));
    for (const scenario of isOnly ? coveredFurther(report.coverage.scenarios) : [])
      print(pc.dim(`    ${tellScenarioCoverage(scenario)}`));
  }
  print('');
}

function printFailure(failure: Told, { properties }: Report): void {
  const { property, scenario, visible, seed, summary, commands, story, line, token } = failure;
  const promise = properties.find(({ id }) => id === property)?.means ?? '';
  print(`  ${pc.red(summary)}${line > 0 ? ` (line ${line})` : ''}`);
  print(`  The promise that this breaks, ${property}: ${promise}`);
  print(pc.dim(`  ${visible ? 'Scenario' : 'Hidden scenario'}: ${scenario}, run seed ${seed}`));
  if (commands !== undefined) print(pc.dim(`  Drawn commands: ${commands.join('; ')}`));
  const width = Math.max(0, ...story.map(({ node }) => node.length));
  story.forEach(({ text, atMs, node, tone }, i) => {
    const number = `${i + 1}.`.padStart(5);
    const time = `${atMs.toFixed(1)} ms`.padStart(12);
    const shown = tone === 'violation' ? pc.red(text) : tone === 'fault' ? pc.yellow(text) : text;
    const who = width === 0 ? '' : `${node.padEnd(width)}  `;
    print(`${number} ${pc.dim(time)}  ${pc.dim(who)}${shown}`);
  });
  if (token !== undefined) print(pc.dim(`  See this run again: npx partial-failure replay ${token} FILE`));
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

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
