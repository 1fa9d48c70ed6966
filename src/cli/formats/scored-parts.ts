import { written } from '../output.ts';
import type { Result } from './results.ts';
import { commentOf, failureLines, guessLines } from './tell.ts';

/** A part of a grade, as platforms list them. */
export interface ScoredPart {
  readonly name: string;
  /** What it asks for, in a sentence; `""` where there is none. */
  readonly means: string;
  readonly passed: boolean;
  readonly score: number;
  readonly maxScore: number;
  readonly lines: readonly string[];
}

/**
 * The parts of a grade, which add up to it: a part for each property of a program that was judged, one for a program
 * that cannot be run, none for what is not graded.
 *
 * @param isOneOfMany whether names have to say which exercise is meant
 */
export function scoredParts(result: Result, isOneOfMany: boolean): ScoredPart[] {
  const { verdict, exercise, score, maxScore, properties, failures } = result;
  const named = (name: string): string => written(isOneOfMany ? `${exercise ?? '?'}: ${name}` : name);
  if (score === null || maxScore === null) return [];
  if (verdict === 'invalid')
    return [
      { name: named('can be run'), means: '', passed: false, score, maxScore, lines: [commentOf(result)] },
    ];
  return properties.map(({ id, means, status, points, maxPoints }) => {
    const failure = failures.find(({ property }) => property === id);
    const lines =
      failure !== undefined
        ? [...failureLines(failure), ...(failure === failures[0] ? guessLines(result) : [])]
        : status === 'not-exercised'
          ? ['Not exercised: the program never came to where this property says something.']
          : [];
    const passed = status === 'passed';
    return { name: named(id), means: written(means), passed, score: points, maxScore: maxPoints, lines };
  });
}
