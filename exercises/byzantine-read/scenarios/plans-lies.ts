/** Plans in which it matters what liars say, and that others say nothing wrong. */
import { inBatches } from 'partial-failure/kit';
import {
  CALM_MS,
  plan,
  read,
  span,
  VALUES_THAT_LOOK_LIKE_NOTHING,
  write,
  type Plan,
  type Step,
} from './plans.ts';

/** Every value is written and read, by both. */
export const allHonest = (n: number): Plan[] =>
  inBatches(span(0, VALUES_THAT_LOOK_LIKE_NOTHING - 1), 5).map((values) =>
    plan(n, [], read(), ...values.flatMap((i) => [write(i), read({ by: [i % 2] })])),
  );

/** Clients take turns in other patterns: several writes of one, then of the other. */
export const turns = (): Plan[] =>
  ['0101', '0001', '1100', '0110'].map((writers) =>
    plan(
      5,
      [],
      ...[...writers]
        .map(Number)
        .flatMap((by, i) => [write(i + 1, { by: [by] }), read({ by: [by] }), read({ by: [1 - by] })]),
    ),
  );

/** Liars that do not answer: in every position. */
export const silent = (n: number, f: number): Plan[] =>
  span(1, n - f + 1).map((first) =>
    plan(
      n,
      span(first, first + f - 1),
      read({ lie: 'silent' }),
      write(1, { lie: 'silent', ack: 'silent' }),
      read({ lie: 'silent' }),
      write(2, { ack: 'silent' }),
      read(),
    ),
  );

/**
 * When the liars answer: first of all; after others, who have not heard of the second write yet; or last of those who
 * count.
 */
type Turn = 'first' | 'second' | 'last';

/** Two writes and three reads, while the liars say the same thing all the time. */
function lying(n: number, liars: readonly number[], lie: Step['lie'] & {}, turn: Turn, from = 0): Plan {
  const honest = span(1, n).filter((i) => !liars.includes(i));
  const { length: f } = liars;
  const how = {
    first: { lie, first: liars },
    second: { lie, first: [...honest.slice(0, f), ...liars] },
    // Some of those that do not lie are slow: else the last to answer would not be among those that count.
    last: { lie, first: honest.slice(f), lateAnswers: honest.slice(0, f) },
  }[turn];
  return plan(
    n,
    liars,
    write(from, { ...how, by: [0] }),
    read(how),
    write(from + 1, {
      ...how,
      by: [1],
      ...(turn === 'second' && { lateWrites: honest.slice(0, f), afterMs: CALM_MS }),
    }),
    read({ ...how, by: [0] }),
    read(how),
    ...(turn === 'second' ? [write(from + 2, { ...how, by: [0] }), read({ lie })] : []),
  );
}

/** The visible one. */
export const forged = (): Plan[] => [
  lying(5, [3], 'made up, far above', 'first', 1),
  lying(5, [5], 'made up, far above', 'last', 1),
];

export const eachLie = (names: readonly string[], turns: readonly Turn[]): Plan[] =>
  names.flatMap((lie, i) =>
    turns.map((turn, j) => lying(5, [1 + ((i + 4 * j) % 5)], lie, turn, turn === 'last' ? 3 : 0)),
  );

/** Two liars say the same, or each something else. */
export const colluding = (names: readonly string[]): Plan[] =>
  names.flatMap((lie, i) => [
    lying(9, [1 + (i % 9), 1 + ((i + 4) % 9)], lie, i % 2 === 0 ? 'first' : 'last'),
    lying(9, [2, 8], [lie, names[(i + 3) % names.length] ?? lie], i % 2 === 1 ? 'second' : 'last', 5),
  ]);

/** For every value a liar tells one that looks like it. */
export const lookAlikes = (): Plan[] => [
  ...[
    'looks alike',
    'looks alike, but has more',
    'looks alike, with the same keys',
    'looks alike, as a list or not',
    'null, the true timestamp',
    'runs together',
  ].flatMap((lie) =>
    [{ first: [3] }, { first: [2, 4, 5], lateAnswers: [1] }].flatMap((how) =>
      span(0, VALUES_THAT_LOOK_LIKE_NOTHING - 1).map((i) =>
        plan(5, [3], write(i, { by: [0] }), read({ lie, ...how })),
      ),
    ),
  ),
  plan(
    5,
    [5],
    ...span(1, 11).map((value) => write(value)),
    write(VALUES_THAT_LOOK_LIKE_NOTHING - 1),
    read({ lie: 'runs together the other way', first: [5] }),
  ),
];

/** Many writes after a liar has spoken of timestamps near the last one. */
export const manyWrites = (): Plan[] =>
  [
    'the last timestamp',
    'the last but one',
    'the last but eight',
    'beyond the last',
    '1e308',
    'made up, far above',
  ].map((lie, i) =>
    plan(
      5,
      [1 + (i % 5)],
      write(1, { lie }),
      ...span(2, 13).map((value) => write(value)),
      read(),
      write(14, { lie, by: [0] }),
      read({ lie }),
    ),
  );

/** What liars answer to writes. */
export const falseAcks = (names: readonly string[]): Plan[] =>
  names.flatMap((ack) => [
    plan(5, [1], write(1, { ack, first: [1] }), read(), write(2, { ack, first: [1] }), read({ by: [0] })),
    plan(
      9,
      [4, 5],
      write(1, { ack, first: [5, 4], lateWrites: [8, 9] }),
      read({ lie: 'nothing', lateAnswers: [1, 2] }),
    ),
  ]);

/** Writers with clocks that are apart, and that step between two writes. */
export const clocks = (): Plan[] =>
  [60_000, -60_000].flatMap((byMs) => [
    {
      ...plan(5, [4], write(2), read(), write(3), read(), write(4), read({ by: [0] }), write(5), read()),
      faults: [{ kind: 'clock-step', at: { node: 'client-1', atMs: 0 }, byMs }] as const,
    },
    {
      ...plan(
        5,
        [4],
        write(2, { by: [0] }),
        read(),
        write(3, { by: [0], afterMs: CALM_MS }),
        read(),
        write(4, { by: [0] }),
        read(),
      ),
      faults: [{ kind: 'clock-step', at: { node: 'client-1', atMs: 200 }, byMs }] as const,
    },
  ]);
