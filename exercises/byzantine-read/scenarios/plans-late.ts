/** Plans in which it matters what is late: where groups of replicas meet, and what comes when nobody waits for it. */
import { fault } from 'partial-failure/kit';
import { CALM_MS, CLIENTS, plan, read, span, write, type Plan } from './plans.ts';

/** The visible one: a liar repeats an old value, and one that is honest does not know better yet. */
export const repeated = (): Plan[] => [
  plan(
    5,
    [5],
    write(1, { by: [0] }),
    write(4, { by: [0], lateWrites: [1], afterMs: CALM_MS }),
    read({ first: [1, 5, 2, 3], lateAnswers: [4], lie: 'the one before' }),
  ),
  plan(
    5,
    [2],
    write(1, { by: [0] }),
    write(4, { by: [0], lateWrites: [3], afterMs: CALM_MS }),
    read({ first: [1, 4, 2, 3], lateAnswers: [5], lie: 'the one before' }),
  ),
];

/**
 * A value is known to all. The next one is written while `late` replicas hear of it late, and read while the answers of
 * the first `away` come late: the fewer two groups have in common, the more a reader sees that is old. Liars sit where
 * the two groups meet.
 */
function meeting(n: number, f: number, late: number, away: number, lie: string, isFirst: boolean): Plan {
  const lateWrites = span(n - late + 1, n);
  const lateAnswers = span(1, away);
  const liars = span(n - late - f + 1, n - late);
  const first = isFirst ? [...liars, ...lateWrites] : span(away + 1, n - late);
  return plan(
    n,
    liars,
    write(1, { by: [0] }),
    write(4, { by: [0], lateWrites, afterMs: CALM_MS }),
    read({ lateAnswers, first, lie }),
    read({ by: [0], lateAnswers, first, lie }),
  );
}

/** The same where the second group is that of a writer, which has to find a greater timestamp. */
function writersMeet(n: number, f: number, late: number, away: number, lie: string): Plan {
  const lateWrites = span(n - late + 1, n);
  const liars = span(n - late - f + 1, n - late);
  return plan(
    n,
    liars,
    write(1, { by: [0] }),
    write(4, { by: [0], lateWrites, afterMs: CALM_MS }),
    write(5, { by: [1], lateAnswers: span(1, away), first: [...liars, ...lateWrites], lie }),
    read({ lie }),
    read({ by: [0], afterMs: CALM_MS, lie }),
  );
}

/** How many are late, and how many are away: all ways up to `most`. */
function everyMeeting(n: number, f: number, most: number): { late: number; away: number }[] {
  return span(1, most).flatMap((late) =>
    span(0, most)
      .filter((away) => away + late + f <= n)
      .map((away) => ({ late, away })),
  );
}

export const readers = (n: number, f: number, most: number, lies: readonly string[]): Plan[] =>
  everyMeeting(n, f, most).flatMap(({ late, away }) =>
    lies.flatMap((lie) => [true, false].map((isFirst) => meeting(n, f, late, away, lie, isFirst))),
  );

export const writers = (n: number, f: number, most: number, lies: readonly string[]): Plan[] =>
  everyMeeting(n, f, most).flatMap(({ late, away }) => lies.map((lie) => writersMeet(n, f, late, away, lie)));

/** In each write another replica is late, and is asked at once. It does not lie. */
export const lateInTurn = (): Plan[] =>
  ['the one before', 'silent', 'truth'].map((lie) =>
    plan(
      5,
      [5],
      write(1, { lie }),
      ...span(1, 4).flatMap((late) => [
        write(1 + late, { lateWrites: [late], lie, afterMs: CALM_MS }),
        read({ first: [late], lie }),
      ]),
      write(6, { lie, afterMs: CALM_MS }),
      read({ lie }),
    ),
  );

/** As the timestamps get another digit, someone is late with each write, and a liar repeats the one before. */
export const moreDigits = (): Plan[] =>
  [CALM_MS, 1].map((afterMs) =>
    plan(
      5,
      [5],
      ...span(1, 7).map((value) => write(value)),
      ...span(8, 12).flatMap((value) => {
        const late = 1 + (value % 4);
        const before = 1 + ((value + 3) % 4);
        const how = { first: [5, afterMs === 1 ? before : late], lie: 'the one before' };
        return [write(value, { ...how, lateWrites: [late], afterMs }), read(how)];
      }),
    ),
  );

/** Answers to a read that has ended come when the next one has begun. */
export const leftOver = (): Plan[] =>
  [1, 60, 120].flatMap((afterMs) =>
    [0, 1].map((by) =>
      plan(
        5,
        [5],
        write(1, { by: [by] }),
        read({ by: [by], lateAnswers: [1], afterMs: CALM_MS }),
        write(4, { by: [1 - by], lateWrites: [2] }),
        read({ by: [by], slow: [3, 4], first: [5, 2], lie: 'the one before', afterMs }),
        read({ by: [by], lie: 'the one before' }),
      ),
    ),
  );

/** What a read sends is late too: what it writes back, if it does. */
export const lateReads = (): Plan[] =>
  [1, 2, 3].flatMap((reached) =>
    ['the one before', 'truth', 'silent'].map((lie) =>
      plan(
        5,
        [5],
        write(1, { by: [0] }),
        read({ by: [0], lateWrites: span(reached + 1, 4), afterMs: CALM_MS }),
        write(4, { by: [1], lateWrites: [4], first: [4, 5, 3], lie: 'the one before' }),
        read({ by: [0], lateAnswers: [3], first: [1, 2], lie }),
        read({ by: [1], lie, afterMs: CALM_MS }),
      ),
    ),
  );

/** Reads at once, on two clients and on one. */
export const together = (): Plan[] =>
  ['01', '11', '001'].flatMap((clients) =>
    [0, 3, 9].flatMap((apartMs) =>
      ['the one before', 'made up, far above', 'silent'].map((lie) => {
        const how = { by: [...clients].map(Number), apartMs, lie };
        return plan(
          5,
          [3],
          read(how),
          write(4, { lie }),
          read(how),
          write(5, { lateWrites: [1], lie }),
          read({ ...how, lateAnswers: [4], first: [1, 3] }),
        );
      }),
    ),
  );

/** By a clock as fast as it may be, 400 ms are over when the slowest answers have not come. */
const FAST_CLOCKS = CLIENTS.map((node) => fault.clockRate(node, { atMs: 0, realMicros: 999_000 }));

/** Everything is as slow as it may be, the liars too, or all but the liars: there is time to ask them again. */
export const slow = (): Plan[] =>
  [5, 9].flatMap((n) => {
    const all = span(1, n);
    const liars = n === 5 ? [2] : [2, 7];
    const honest = all.filter((i) => !liars.includes(i));
    return ['truth', 'made up, far above', 'the one before', 'silent', 'each time another'].flatMap((lie) => {
      const ways = [
        { slow: all, ack: lie === 'silent' ? lie : 'truth' },
        // Who asks twice gets two answers of a liar before the first of another.
        { slow: honest, liarsAtMs: 390 },
        { slow: honest.slice(1), first: liars },
      ];
      return ways.map((way, i) => ({
        ...plan(
          n,
          liars,
          write(1, { ...way, lie }),
          read({ ...way, lie }),
          write(2, { ...way, lie, by: [1] }),
          read({ ...way, lie, by: [0] }),
        ),
        ...(i < 2 && { faults: FAST_CLOCKS }),
      }));
    });
  });

/**
 * Honest answers come so late that a reader may ask again, and so early that one does not know of the last write. The
 * liar answers each question, just before them.
 */
export const askedAgain = (): Plan[] =>
  ['each time another', 'made up, far above', 'the one before'].map((lie) =>
    plan(
      5,
      [5],
      write(1, { by: [0] }),
      write(4, { by: [0], lateWrites: [1], afterMs: CALM_MS }),
      read({ slow: [1, 2, 3, 4], slowMs: 180, liarsAtMs: 368, first: [1, 2], lie }),
    ),
  );
