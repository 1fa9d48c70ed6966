import { inBatches, Prng, smallerBatches, type CaseGroup, type FunctionCases } from 'partial-failure/kit';
import { ask } from './facts/answer.ts';
import { check } from './cases/judge.ts';
import type { Sample } from './contract.ts';
import type { Vote } from './facts.ts';
import { explain, tell } from './words.ts';

/** A case: calls to one instance, one after the other. */
type Votes = readonly Vote[];

/** Calls in a case of the enumeration, and of many sources: any algorithm that is right keeps within its steps. */
const BATCH = 200;
const LARGE_BATCH = 10;

/** `[offset, uncertainty]` each. */
const vote = (...samples: readonly (readonly [number, number])[]): Vote =>
  samples.map(([offset, uncertainty]) => ({ offset, uncertainty }));

const group = (
  id: string,
  title: string,
  category: string,
  visible: boolean,
  cases: readonly Votes[],
): CaseGroup<Votes> => ({ id, title, visible, category, cases });

/** Each vote as a case of its own. */
const each = (...votes: readonly Vote[]): Votes[] => votes.map((one) => [one]);

/** Samples with offsets 0 … `offsets`, each with uncertainties 0 … `uncertainties`. */
function grid(offsets: number, uncertainties: number): Sample[] {
  return Array.from({ length: (offsets + 1) * (uncertainties + 1) }, (_, i) => ({
    offset: Math.floor(i / (uncertainties + 1)),
    uncertainty: i % (uncertainties + 1),
  }));
}

/** Every sequence of so many of these samples. */
export function everySequence(samples: readonly Sample[], length: number): Vote[] {
  if (length === 0) return [[]];
  return everySequence(samples, length - 1).flatMap((vote) => samples.map((sample) => [...vote, sample]));
}

/** Every multiset of so many of these samples; the order is another each time. */
function multisets(samples: readonly Sample[], length: number): Vote[] {
  const draw = new Prng(length);
  const from = (first: number, left: number): Sample[][] =>
    left === 0
      ? [[]]
      : samples
          .slice(first)
          .flatMap((sample, i) => from(first + i, left - 1).map((rest) => [sample, ...rest]));
  return from(0, length).map((one) => draw.shuffle(one));
}

/** Every vote of at most three on the small grid, then the multisets of four and five on smaller ones. */
function everySmallVote(): Vote[] {
  const samples = grid(6, 3);
  return [
    ...[0, 1, 2, 3].flatMap((length) => everySequence(samples, length)),
    ...multisets(grid(4, 2), 4),
    ...multisets(grid(3, 1), 5),
  ];
}

/** A batch, then nothing, then its first call again: what a program remembers shows there. */
const andAgain = (batch: readonly Vote[]): Votes => [...batch, [], ...batch.slice(0, 1)];

/** A vote among up to 15: about half of the sources around one time, the others anywhere; any scale, any place. */
function drawVote(draw: Prng): Vote {
  const sources = draw.int(0, 15);
  const scale = draw.pick([3, 10, 1_000, 1_000_000, 300_000_000]);
  const truth = draw.int(-scale, scale);
  const liarsPercent = draw.pick([0, 20, 40, 50, 60, 80]);
  const lie = draw.int(-scale, scale);
  return Array.from({ length: sources }, (): Sample => {
    const uncertainty = draw.int(0, draw.pick([0, 2, Math.ceil(scale / 4), scale]));
    if (draw.int(0, 99) >= liarsPercent)
      return { offset: truth + draw.int(-uncertainty, uncertainty), uncertainty };
    return { offset: draw.chance(1, 2) ? lie : draw.int(-3 * scale, 3 * scale), uncertainty };
  });
}

const drawVotes = (draw: Prng, count: number): Votes[] =>
  inBatches(
    Array.from({ length: count }, () => drawVote(draw)),
    LARGE_BATCH,
  ).map(andAgain);

const FAR = 1_000_000_000;

function enumerate(): CaseGroup<Votes>[] {
  return [
    group('five-agree', 'Five sources that agree', 'all agree', true, [
      [vote([12, 5], [10, 4], [13, 6], [11, 3], [9, 4])],
    ]),
    group('far-off', 'One source is far off', 'one is far off', true, [
      [vote([12, 5], [10, 4], [-86_400_000, 2], [13, 6], [11, 3])],
    ]),
    group('touching', 'Two sources that only touch', 'intervals touch', true, [[vote([0, 10], [25, 15])]]),
    group('apart', 'A day on which nobody agrees', 'no majority', true, [
      [vote([0, 10], [3, 10], [400, 10]), vote([0, 10], [100, 10], [200, 10], [300, 10])],
    ]),
    group('smallest', 'A few sources', 'two or three sources', false, [
      ...each(
        vote([0, 0]),
        vote([-3, 2]),
        vote([0, 0], [0, 0]),
        vote([0, 1], [2, 1]),
        vote([0, 0], [0, 0], [1, 0]),
        vote([0, 0], [1, 0], [1, 1]),
        vote([0, 0], [0, 1], [0, 1]),
        vote([0, 0], [0, 1], [1, 0]),
        vote([0, 1], [0, 2]),
        vote([5, 5], [20, 5], [100, 5]),
      ),
      [vote([3, 1], [4, 1]), vote([0, 0], [1, 0]), [], vote([3, 1], [4, 1])],
      [vote([0, 2]), vote([0, 0], [1, 0], [2, 0]), vote([0, 2])],
    ]),
    group(
      'every-small',
      'Every small vote',
      'every vote of up to three sources on a small grid',
      false,
      inBatches(everySmallVote(), BATCH).map(andAgain),
    ),
    group('even', 'An even number of sources', 'an even number of sources', false, [
      ...each(
        vote([0, 1], [0, 1], [5, 1], [5, 1]),
        vote([0, 1], [0, 1], [1, 1], [5, 1]),
        vote([0, 2], [1, 2], [2, 2], [3, 2]),
        vote([0, 1], [0, 1], [0, 1], [9, 1], [9, 1], [9, 1]),
        vote([0, 3], [0, 1], [1, 3], [9, 1], [9, 6], [9, 1]),
      ),
      // Twice half a majority, then a whole one.
      [vote([0, 1], [0, 1], [5, 1], [5, 1]), vote([7, 1], [7, 1], [7, 1], [0, 1])],
    ]),
    group('pieces', 'The majority is in several places', 'a majority in several places', false, [
      ...each(
        vote([0, 0], [10, 0], [5, 5]),
        vote([0, 1], [10, 1], [5, 20], [20, 1], [10, 30]),
        vote([0, 2], [20, 2], [40, 2], [20, 40], [20, 30]),
        vote([-5, 1], [5, 1], [0, 50], [0, 40], [-5, 2], [5, 3], [60, 1]),
      ),
    ]),
    group('colluding', 'Liars who agree among themselves', 'liars who agree among themselves', false, [
      ...each(
        // Two liars share more with one careful source than the truth's three share.
        vote([0, 10], [15, 5], [15, 6], [2, 9], [-3, 8]),
        vote([100, 1], [100, 1], [0, 50], [0, 101], [10, 95]),
        vote([100, 0], [100, 0], [100, 0], [0, 10], [1, 10], [2, 10], [3, 10]),
        vote([100, 0], [100, 0], [100, 0], [0, 10], [1, 10], [2, 10], [3, 97]),
      ),
    ]),
    group('equal', 'Sources that say the same', 'sources that say the same', false, [
      ...each(
        vote([7, 2], [7, 2], [7, 2]),
        vote([7, 2], [7, 2], [7, 2], [30, 1], [40, 1]),
        vote([7, 0], [7, 0], [7, 0], [7, 0], [8, 0], [8, 0], [8, 0]),
        vote(...Array.from({ length: 15 }, (): [number, number] => [-4, 0])),
      ),
    ]),
    group('slow', 'One slow source', 'one source is much less certain', false, [
      ...each(
        vote([0, 3], [2, 3], [0, 5_000]),
        vote([0, 5_000]),
        vote([0, 5_000], [4_000, 2]),
        vote([0, 3], [30, 3], [0, 5_000]),
        vote([0, 3], [3_000, 3], [6_000, 3], [0, 10_000], [0, 10_000]),
      ),
    ]),
    group('numbers', 'Large and negative numbers', 'large and negative numbers', false, [
      ...each(
        vote([-10, 1], [-9, 1], [-100, 1]),
        vote([-1, 0], [1, 0], [0, 1]),
        vote([9, 1], [10, 1], [11, 1]),
        vote([99, 1], [100, 2], [5, 1]),
        vote([FAR, FAR], [FAR, FAR], [-FAR, FAR]),
        vote([FAR, 0], [FAR, 1], [-FAR, 0]),
        vote([-FAR, FAR], [FAR, FAR]),
        vote([900_000_000, 900_000_000], [-900_000_000, 900_000_000], [1, 0]),
        vote([FAR, FAR], [999_999_999, FAR], [999_999_998, FAR], [-5, 2]),
        vote([-FAR, FAR], [-999_999_999, FAR], [-999_999_998, FAR], [5, 2]),
      ),
    ]),
    group('many', 'Up to fifteen sources', 'up to fifteen sources', false, drawVotes(new Prng('many'), 400)),
  ];
}

/** Smaller votes: without a source, nearer to 0, with smaller numbers. */
function smaller(one: Vote): Vote[] {
  const first = one[0]?.offset ?? 0;
  const halved = (n: number): number => Math.trunc(n / 2);
  const changed = (i: number, sample: Sample): Vote => one.map((other, j) => (i === j ? sample : other));
  return [
    ...one.map((_, i) => one.filter((_sample, j) => i !== j)),
    ...(first === 0 ? [] : [one.map(({ offset, uncertainty }) => ({ offset: offset - first, uncertainty }))]),
    one.map(({ offset, uncertainty }) => ({ offset: halved(offset), uncertainty: halved(uncertainty) })),
    ...one.flatMap(({ offset, uncertainty }, i) => [
      changed(i, { offset, uncertainty: 0 }),
      changed(i, { offset, uncertainty: halved(uncertainty) }),
      changed(i, { offset: halved(offset), uncertainty }),
    ]),
  ].filter((candidate) => JSON.stringify(candidate) !== JSON.stringify(one) && isVote(candidate));
}

function isVote(value: unknown): value is Vote {
  return Array.isArray(value) && value.every(isSample);
}

function isSample(value: unknown): value is Sample {
  if (typeof value !== 'object' || value === null || !('offset' in value) || !('uncertainty' in value))
    return false;
  const { offset, uncertainty } = value;
  return (
    typeof offset === 'number' &&
    typeof uncertainty === 'number' &&
    Math.abs(offset) <= FAR &&
    uncertainty >= 0 &&
    uncertainty <= FAR
  );
}

/** A case may come from a token that somebody wrote. */
function votesOf(one: unknown): Votes {
  return Array.isArray(one) ? one.filter(isVote) : [];
}

export default {
  enumerate,
  draw: (draw) => [group('drawn', 'Drawn votes', 'drawn votes', false, drawVotes(draw, 200))],
  judge({ agree }, one, lineOf) {
    return check(votesOf(one).map((vote) => ({ vote, answer: ask(agree, vote, lineOf) })));
  },
  simplify: (one) => smallerBatches(votesOf(one), smaller),
  explain: (finding, one) => explain(finding, votesOf(one)),
  tell: (one) => tell(votesOf(one)),
} satisfies FunctionCases;
