import { allow, atMost, read, write, type Move, type Passage, type Play } from './play.ts';

/**
 * Plays in which messages are lost or late, and nobody crashes. How long an operation that cannot go on is watched: two
 * resends and an answer, also of a program that looks only once in half a second.
 */
const BLOCKED_MS = 1200;

const PAIRS = [
  [1, 2],
  [1, 3],
  [2, 3],
] as const;
const ORDERED_PAIRS = PAIRS.flatMap(([a, b]) => [
  [a, b],
  [b, a],
]);

/** Only these, all the time. */
function only(...replicas: readonly number[]): Passage {
  return { first: replicas, then: replicas };
}

function blocked(move: Move): Move {
  return atMost(BLOCKED_MS, move);
}

/** Waits no longer than it can take, whether the operation can finish with these or not. */
function within(reached: readonly number[], n: number, move: Move): Move {
  return reached.length > n / 2 ? move : blocked(move);
}

/**
 * A write whose second part reaches some replicas, then a read that hears a majority and whose second part reaches
 * some, then another read: for three replicas every way in which this can go, up to their names.
 */
export function halfWrites(): Play[] {
  const stores = [[], [1], [3], [1, 2], [2, 3]];
  return stores.flatMap((stored) =>
    ORDERED_PAIRS.flatMap((heard) =>
      [[], heard.slice(0, 1), heard.slice(1), heard].flatMap((back) =>
        PAIRS.map((last) => ({
          n: 3,
          moves: [
            within(stored, 3, write(0, 'a', { first: [1, 2], then: stored })),
            within(back, 3, read(1, { first: heard, then: back })),
            read(2, { first: last }),
          ],
        })),
      ),
    ),
  );
}

/**
 * Three writes of one client, of which one replica misses two; another client's write, first told by one majority, then
 * stored on some; two reads. The value of the first write is written again by the last.
 */
export function secondWriters(): Play[] {
  const stores = [[1], [2], [3], [1, 2], [2, 3], [1, 3]];
  return ORDERED_PAIRS.flatMap((told) =>
    stores.flatMap((stored) =>
      PAIRS.flatMap((heard) =>
        PAIRS.map((last) => ({
          n: 3,
          moves: [
            write(0, 'x'),
            write(0, 'w', only(1, 2)),
            write(0, 'y', only(1, 2)),
            within(stored, 3, write(1, 'x', { first: told, then: stored })),
            read(2, { first: heard, then: heard }),
            read(0, { first: last }),
          ],
        })),
      ),
    ),
  );
}

/** A write that reaches one side, and a read that hears the other, for `n` replicas and every size of the sides. */
export function twoSides(n: number): Play[] {
  const all = Array.from({ length: n }, (_, i) => i + 1);
  const plays: Play[] = [];
  for (let size = 1; size < n; size++) {
    const left = all.slice(0, size);
    const right = all.slice(size);
    for (const doubled of [false, true]) {
      const cut = (side: readonly number[]): Passage => ({ ...only(...side), doubled });
      plays.push({
        n,
        moves: [
          write(2, 'old'),
          within(left, n, write(0, 'new', cut(left))),
          within(right, n, read(1, cut(right))),
        ],
      });
    }
    if (n === 3) continue;
    // Whoever asks enough at first, and too few when it stores, is found out only so.
    const majority = Math.floor(n / 2) + 1;
    if (size >= majority) continue;
    plays.push({
      n,
      moves: [
        write(2, 'old'),
        blocked(write(0, 'new', { first: all.slice(0, majority), then: left })),
        read(1, { first: all.slice(-majority), then: all.slice(-majority) }),
        read(2, { first: all.slice(0, majority), then: all.slice(0, majority) }),
      ],
    });
    plays.push({
      n,
      moves: [
        blocked(write(0, 'new', { first: all.slice(0, majority), then: left })),
        blocked(read(1, { first: all.slice(0, majority), then: left })),
        read(2, { first: all.slice(-majority) }),
      ],
    });
  }
  return plays;
}

/** At first a minority that missed the writes is all that an operation hears, again and again; then all are there. */
export function minorityFirst(n: number): Play[] {
  const majority = Math.floor(n / 2) + 1;
  const all = Array.from({ length: n }, (_, i) => i + 1);
  const informed = all.slice(-majority);
  const behind = all.slice(0, n - majority);
  return [read(0, only(...behind)), write(0, 'late', only(...behind))].flatMap((move) =>
    [false, true].map((doubled) => ({
      n,
      moves: [
        write(1, 'one', only(...informed)),
        write(1, 'two', only(...informed)),
        atMost(1600, move.kind === 'call' ? { ...move, passage: { ...move.passage, doubled } } : move),
        allow(0),
        read(2),
      ],
    })),
  );
}

/** Answers to the first part arrive during the second, which has reached one replica or none. */
export function lateAnswers(): Play[] {
  const late: Passage = { first: [1, 2], answersLate: { from: [3], byMs: 600 } };
  const wide: Passage = { first: [1, 2, 3], answersLate: { from: [4, 5], byMs: 600 } };
  return [
    ...[[], [1]].flatMap((stored): Play[] => [
      { n: 3, moves: [blocked(write(0, 'a', { ...late, then: stored })), read(1, { first: [2, 3] })] },
      {
        n: 3,
        moves: [
          blocked(write(0, 'a', { first: [1, 2], then: [1] })),
          blocked(read(1, { ...late, then: stored })),
          read(2, { first: [2, 3] }),
        ],
      },
    ]),
  ];
  void wide;
}
