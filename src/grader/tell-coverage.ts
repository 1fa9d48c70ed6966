import type { CoveredRuns, ScenarioCoverage } from './report.ts';

/** What was tried in a scenario, in words that can be quoted: one phrase for each kind of runs. */
export function tellCovered({ covered }: Pick<ScenarioCoverage, 'covered'>): string[] {
  return covered.filter(({ runs }) => runs > 0).map(tellRuns);
}

/** A scenario or category with what was tried in it: `Name: 1 run as it is written; 40 drawn runs.` */
export function tellScenarioCoverage(scenario: ScenarioCoverage): string {
  return `${scenario.title}: ${tellCovered(scenario).join('; ')}.`;
}

/** The scenarios of which there is more to say than that they ran as written. */
export function coveredFurther(scenarios: readonly ScenarioCoverage[]): ScenarioCoverage[] {
  return scenarios.filter(({ covered }) =>
    covered.some(({ kind }) => kind !== 'plain' && kind !== 'repeated'),
  );
}

function tellRuns(part: CoveredRuns): string {
  const { runs } = part;
  switch (part.kind) {
    case 'plain':
      return `${counted(runs, 'run')} as written`;
    case 'drawn':
      return counted(runs, 'drawn run');
    case 'repeated':
      return `${counted(runs, 'run')} repeated, event for event the same`;
    case 'single':
      return tellSingle(part);
    case 'exhausted':
      return tellExhausted(part);
    case 'commands':
      return tellSequences(part);
    case 'every-sequence':
      return tellEverySequence(part);
  }
}

function tellSequences(part: Extract<CoveredRuns, { kind: 'commands' }>): string {
  const { runs, min, max, alphabet, fresh } = part;
  const length = min === max ? grouped(min) : `${grouped(min)} to ${grouped(max)}`;
  const anew = fresh === 0 ? '' : `, ${grouped(fresh)} of them drawn anew`;
  return `${counted(runs, 'sequence')} of ${length} commands out of ${grouped(alphabet)}${anew}`;
}

function tellEverySequence(part: Extract<CoveredRuns, { kind: 'every-sequence' }>): string {
  const { runs, length, alphabet, complete } = part;
  const what = `of at most ${counted(length, 'command')} out of ${grouped(alphabet)}`;
  return complete
    ? `all ${counted(runs, 'sequence')} ${what}`
    : `${counted(runs, 'sequence')} ${what}, not all there are`;
}

function tellSingle({ fault, runs, tried, points }: Extract<CoveredRuns, { kind: 'single' }>): string {
  const isStep = fault === 'crash' || fault === 'pause';
  const noun = isStep ? 'step' : 'message';
  const where = tried < points ? `${grouped(tried)} of the ${counted(points, noun)}` : all(points, noun);
  const more = runs > tried ? ` (${counted(runs, 'run')})` : '';
  switch (fault) {
    case 'crash':
    case 'pause':
      return `one ${fault} at ${where}${more}`;
    case 'drop':
      return `one lost message, ${where}${more}`;
    case 'delay':
      return `one late message, ${where}${more}`;
    case 'duplicate':
      return `one doubled message, ${where}${more}`;
  }
}

function all(points: number, noun: string): string {
  return points === 1 ? `the one ${noun}` : `each of the ${counted(points, noun)}`;
}

const ONE: Record<Extract<CoveredRuns, { kind: 'exhausted' }>['kinds'][number], readonly [string, string]> = {
  drop: ['lost message', 'lost messages'],
  delay: ['late message', 'late messages'],
  duplicate: ['doubled message', 'doubled messages'],
  crash: ['crash', 'crashes'],
  pause: ['pause', 'pauses'],
};

function tellExhausted(part: Extract<CoveredRuns, { kind: 'exhausted' }>): string {
  const { faults, kinds, between, runs, merged, cases, complete } = part;
  const [only] = kinds;
  const nouns =
    kinds.length === 1 && only !== undefined
      ? ONE[only][faults === 1 ? 0 : 1]
      : `${faults === 1 ? 'fault' : 'faults'} (${list(kinds.map((kind) => ONE[kind][1]))})`;
  const when =
    between === undefined ? '' : ` between ${grouped(between.minMs)} and ${grouped(between.maxMs)} ms`;
  const what = `at most ${grouped(faults)} ${nouns}${when}`;
  const of = cases === 1 ? 'this scenario' : `these ${grouped(cases)} cases`;
  if (!complete) return `${counted(runs, 'run')} of ${of} with ${what}, not all there are`;
  if (merged === 0) return `all ${counted(runs, 'run')} of ${of} with ${what}`;
  return `all runs of ${of} with ${what}: ${grouped(runs)} to their end, ${grouped(merged)} until they had become like another`;
}

function list(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** `1 run`, `5,900 runs`. */
function counted(value: number, noun: string): string {
  return `${grouped(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** Thousands with a comma. By hand: the grader's zone has no locale. */
function grouped(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
