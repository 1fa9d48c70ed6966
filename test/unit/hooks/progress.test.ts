import { describe, expect, test } from 'vitest';
import {
  countQuiz,
  NO_PROGRESS,
  parseProgress,
  withAnswer,
  withGrading,
  withLast,
  withQuiz,
  withRead,
} from '../../../src/hooks/progress/record.ts';

const right = { chosen: [1], isRight: true };
const wrong = { chosen: [0, 2], isRight: false };

describe('quizzes', () => {
  test('count what is answered and what is right', () => {
    const one = withAnswer(NO_PROGRESS, 'clocks', 4, 'a', right);
    const two = withAnswer(one, 'clocks', 4, 'b', wrong);
    expect(countQuiz(two.quizzes['clocks'] ?? { of: 0, answers: {} })).toEqual({
      answered: 2,
      right: 1,
      of: 4,
    });
  });

  test('a question that is opened again is forgotten, and the last one takes its quiz along', () => {
    const two = withAnswer(withAnswer(NO_PROGRESS, 'clocks', 4, 'a', right), 'clocks', 4, 'b', wrong);
    const one = withAnswer(two, 'clocks', 4, 'a', undefined);
    expect(one.quizzes).toEqual({ clocks: { of: 4, answers: { b: wrong } } });
    expect(withAnswer(one, 'clocks', 4, 'b', undefined)).toEqual(NO_PROGRESS);
    expect(withQuiz(two, 'clocks', undefined)).toEqual(NO_PROGRESS);
  });
});

test('of an exercise the best grading stays', () => {
  const grading = (passed: boolean, points: number, seed: string) => ({
    passed,
    points,
    maxPoints: 100,
    seed,
  });
  const of = (...all: ReturnType<typeof grading>[]) =>
    all.reduce((progress, one) => withGrading(progress, 'lock', one), NO_PROGRESS).exercises['lock'];
  expect(of(grading(false, 40, '1'), grading(false, 60, '2'))).toEqual(grading(false, 60, '2'));
  expect(of(grading(true, 100, '1'), grading(false, 100, '2'))).toEqual(grading(true, 100, '1'));
  expect(of(grading(false, 100, '1'), grading(true, 100, '2'))).toEqual(grading(true, 100, '2'));
  expect(of(grading(true, 100, '1'), grading(true, 100, '2'))).toEqual(grading(true, 100, '1'));
});

describe('what was kept is read again', () => {
  test('as it was written', () => {
    const progress = withLast(
      withRead(withAnswer(NO_PROGRESS, 'clocks', 4, 'a', wrong), 'clocks'),
      'fencing-tokens',
    );
    const all = withGrading(progress, 'lock', { passed: true, points: 100, maxPoints: 100, seed: '7' });
    expect(parseProgress(JSON.parse(JSON.stringify(all)))).toEqual(all);
  });

  test('without what is malformed, whatever it is', () => {
    for (const nothing of [undefined, null, 1, 'progress', []])
      expect(parseProgress(nothing)).toBeUndefined();
    expect(parseProgress({})).toEqual(NO_PROGRESS);
    expect(
      parseProgress({
        read: { a: true, b: 'yes' },
        quizzes: {
          a: { of: 'four' },
          b: { of: 4, answers: { q: { chosen: ['x', 1], isRight: true }, r: 1 } },
        },
        exercises: { a: { passed: true }, b: { passed: 1, points: 1, maxPoints: 1, seed: '' } },
        last: 3,
      }),
    ).toEqual({ read: { a: true }, quizzes: { b: { of: 4, answers: { q: right } } }, exercises: {} });
  });
});
