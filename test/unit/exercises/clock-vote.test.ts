import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import cases, { everySequence } from '../../../exercises/clock-vote/cases.ts';
import { ask } from '../../../exercises/clock-vote/facts/answer.ts';
import { check } from '../../../exercises/clock-vote/cases/judge.ts';
import { hullOf, type Vote } from '../../../exercises/clock-vote/facts.ts';

const sample = fc.record({
  offset: fc.integer({ min: -8, max: 8 }),
  uncertainty: fc.integer({ min: 0, max: 6 }),
});
const votes = fc.array(sample, { maxLength: 9 });
const CHECKED = { seed: 20_260_102, numRuns: 4_000 };

/** The same by looking at every half-integer: times between two ends are among them. */
function byScanning(vote: Vote): { min: number; max: number } | undefined {
  const possible: number[] = [];
  for (let time = -20; time <= 20; time += 0.5) {
    const right = vote.filter((s) => s.offset - s.uncertainty <= time && time <= s.offset + s.uncertainty);
    if (2 * right.length > vote.length) possible.push(time);
  }
  const [min] = possible;
  const max = possible.at(-1);
  return min === undefined || max === undefined ? undefined : { min, max };
}

test('the hull of what may be true is that of a scan over all times', () => {
  fc.assert(
    fc.property(votes, (vote) => {
      expect(hullOf(vote)).toEqual(byScanning(vote));
    }),
    CHECKED,
  );
});

test('the small votes are all there are', () => {
  const grid = Array.from({ length: 28 }, (_, i) => ({ offset: i % 7, uncertainty: Math.floor(i / 7) }));
  const all = [0, 1, 2, 3].flatMap((length) => everySequence(grid, length));
  expect(new Set(all.map((vote) => JSON.stringify(vote))).size).toBe(22_765);
  const tried = new Set(
    cases
      .enumerate()
      .flatMap((group) => group.cases.flat())
      .map((vote) => JSON.stringify(vote)),
  );
  expect(all.filter((vote) => !tried.has(JSON.stringify(vote)))).toEqual([]);
});

test('every call that is made keeps to the brief', () => {
  const votes = cases.enumerate().flatMap((group) => group.cases.flat());
  const whole = (n: number, least: number): boolean => Number.isInteger(n) && n >= least && n <= 1e9;
  expect(votes.filter((vote) => vote.length > 15)).toEqual([]);
  expect(
    votes.flat().filter(({ offset, uncertainty }) => !whole(offset, -1e9) || !whole(uncertainty, 0)),
  ).toEqual([]);
});

describe('the judge', () => {
  const judged = (vote: Vote, agree: unknown) =>
    check([{ vote, answer: ask(agree, vote, () => 7) }]).map(({ property, status, code }) =>
      [property, status, code].join(' ').trim(),
    );

  test('takes the hull and nothing else, from wherever an answer may reach', () => {
    fc.assert(
      fc.property(votes, fc.integer({ min: -16, max: 16 }), fc.nat(32), (vote, earliest, length) => {
        const answer = { earliest, latest: earliest + length };
        const owed = byScanning(vote);
        const broken = judged(vote, () => answer).filter((finding) => finding.includes('broken'));
        const right = owed !== undefined && owed.min === answer.earliest && owed.max === answer.latest;
        expect(broken.length === 0).toBe(right);
        const refused = judged(vote, () => undefined).filter((finding) => finding.includes('broken'));
        expect(refused.length === 0).toBe(owed === undefined);
      }),
      CHECKED,
    );
  });

  const three: Vote = [
    { offset: 0, uncertainty: 1 },
    { offset: 0, uncertainty: 2 },
    { offset: 9, uncertainty: 0 },
  ];

  test.each([
    ['numbers as text', () => ({ earliest: '-1', latest: '1' })],
    ['no number', () => ({ earliest: Number.NaN, latest: 1 })],
    ['a pair', () => [-1, 1]],
    ['a promise', () => Promise.resolve({ earliest: -1, latest: 1 })],
    ['a number', () => 0],
    ['no function', 12],
  ])('does not take %s for a span', (_what, agree) => {
    expect(judged(three, agree)).toEqual(['contains-truth broken malformed']);
  });

  test('does not mind further fields, a minus before zero, null for undefined, or a changed argument', () => {
    const spread = (samples: unknown[]) => {
      samples.length = 0;
      return { earliest: -1, latest: 1, backers: 2 };
    };
    expect(judged(three, spread)).toEqual(['contains-truth held', 'tight held']);
    const zero: Vote = [{ offset: 0, uncertainty: 0 }];
    expect(judged(zero, () => ({ earliest: -0, latest: -0 }))).toEqual(['tight held']);
    expect(judged([], () => null)).toEqual([]);
  });

  test('says of an exception which property it breaks, and where', () => {
    const throws = () => {
      throw new Error('oh');
    };
    expect(judged(three, throws)).toEqual(['contains-truth broken threw']);
    expect(judged([], throws)).toEqual(['refuses broken threw']);
    const [finding] = check([{ vote: [], answer: ask(throws, [], () => 7) }]);
    expect(finding?.data).toMatchObject({ line: 7, text: 'Error: oh' });
  });
});
