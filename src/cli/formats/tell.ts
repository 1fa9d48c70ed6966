/** Results in plain words: what the formats put into comments and outputs. Every line has been through `written`. */
import { written } from '../output.ts';
import type { KeptFailure, Result } from './results.ts';

/** The verdicts as people read them. No two formats have different words. */
export const VERDICT_WORDS = {
  pass: 'passed',
  fail: 'failed',
  invalid: 'cannot be run',
  error: 'not graded',
} as const;

/** Who handed in, or the file where that is not known. */
export function whoOf({ students, path }: Pick<Result, 'students' | 'path'>): string {
  return written(students.map(({ id, name }) => name ?? id).join(', ') || path);
}

/** What to know beside the grade, in sentences. */
export function notesOf({ late, notes }: Pick<Result, 'late' | 'notes'>): string[] {
  return [...(late === true ? ['Handed in late.'] : []), ...notes.map(written)];
}

/** `3 of 10`, or that there is none. */
export function scoreOf({ score, maxScore }: Result): string {
  return score === null ? 'no grade' : maxScore === null ? String(score) : `${score} of ${maxScore}`;
}

/** What became of it, on one line. */
export function commentOf(result: Result): string {
  return [headOf(result), ...notesOf(result)].join(' ');
}

function headOf(result: Result): string {
  const { verdict, problems, failures, graderFailure } = result;
  if (verdict === 'error')
    return `Not graded, through no fault of the program. ${written(graderFailure?.message ?? '')}`;
  if (verdict === 'pass') return 'Passed: nothing was broken.';
  if (verdict === 'invalid') return `Cannot be run. ${problems.map(problemLine).join(' ')}`;
  const broken = failures.map(({ property, summary }) => `${written(property)}: ${written(summary)}`);
  return `Failed. ${(broken.length > 0 ? broken : problems.map(problemLine)).join(' ')}`;
}

/** A problem with its line. */
export function problemLine({ message, line }: Result['problems'][number]): string {
  return `${line === undefined ? '' : `Line ${line}: `}${written(message)}`;
}

/** A counterexample: what went wrong, where, and the story, a line each. */
export function failureLines(failure: KeptFailure): string[] {
  const { summary, line, visible, scenario, commands, story, token } = failure;
  return [
    `${written(summary)}${line > 0 ? ` (line ${line})` : ''}`,
    `${visible ? 'Scenario' : 'Hidden scenario'}: ${written(scenario)}, run seed ${failure.seed}`,
    ...(commands === undefined ? [] : [`Drawn commands: ${commands.map(written).join('; ')}`]),
    ...story.map(
      ({ text, atMs, node }, i) =>
        `${i + 1}. ${atMs.toFixed(1)} ms${node === '' ? '' : `, ${written(node)}`}: ${written(text)}`,
    ),
    ...(token === undefined ? [] : [`See this run again: npx partial-failure replay ${written(token)} FILE`]),
  ];
}

/** A guess at what its author thinks, or nothing. */
export function guessLines({ misconception }: Result): string[] {
  if (misconception === undefined) return [];
  const { belief, hint } = misconception;
  const help =
    hint === undefined ? '' : ` If that is what you thought, hint ${hint} of the exercise may help.`;
  return [`This looks like a thought that others have had too: “${written(belief)}”${help}`];
}

/** All there is to say about one result, for its author. */
export function resultLines(result: Result): string[] {
  return [
    ...(result.verdict === 'fail'
      ? result.failures.length === 0
        ? [commentOf(result)]
        : []
      : [commentOf(result)]),
    ...result.failures.flatMap((failure) => [
      `Broken: ${written(failure.property)}`,
      ...failureLines(failure).map((line) => `  ${line}`),
    ]),
    ...guessLines(result),
    ...(result.exercise === null ? [] : [madeBy(result)]),
  ];
}

function madeBy({ exercise, exerciseVersion }: Result): string {
  return `Exercise ${written(exercise ?? '')}, version ${exerciseVersion ?? '?'}.`;
}
