import { linksBetween, type Json, type NodeId } from 'partial-failure/kit';
import { CLIENTS } from './cluster.ts';
import { allow, atMost, read, until, wait, write, type Move, type Passage, type Play } from './play.ts';

/**
 * Plays in which messages are lost or late, and nobody crashes. How long an operation that cannot go on is watched: two
 * resends and an answer, also of a program that looks only once in half a second.
 */
const BLOCKED_MS = 1200;

const SHORT_MS = 600;

const PAIRS: readonly (readonly number[])[] = [
  [1, 2],
  [1, 3],
  [2, 3],
];
const ORDERED_PAIRS = PAIRS.flatMap((pair) => [[...pair], [...pair].reverse()]);

/** Only these, all the time. */
function only(...replicas: readonly number[]): Passage {
  return { first: replicas, then: replicas };
}

function apart(play: Play): Play {
  return { ...play, apart: 'to the end' };
}

function blocked(move: Move): Move {
  return atMost(BLOCKED_MS, move);
}

/** Waits no longer than it can take, whether the operation can finish with these or not. */
function within(reached: readonly number[], n: number, move: Move): Move {
  return reached.length > n / 2 ? move : blocked(move);
}

/** The same for three replicas, when it is enough to see one resend answered. */
function shortly(reached: readonly number[], move: Move): Move {
  return reached.length > 1 ? move : atMost(SHORT_MS, move);
}

/**
 * A write whose second part reaches some of three replicas, then a read that hears a majority and whose second part
 * reaches some, then a read that hears those who may have missed it: every way in which this can go, up to the
 * replicas' names, apart from reads that cannot miss anything.
 */
export function halfWrites(): Play[] {
  const half = (
    stored: readonly number[],
    second: Move,
    heard: readonly number[],
    back: readonly number[],
    last: readonly number[],
  ): Play => ({
    n: 3,
    moves: [
      shortly(stored, write(0, 'a', { first: [1, 2], then: stored })),
      shortly(back, second.kind === 'call' ? { ...second, passage: { first: heard, then: back } } : second),
      read(2, only(...last)),
    ],
  });
  // One of those that differ in the names of replicas that are in the same state.
  const withStore = (store: number): number[][] =>
    store === 1
      ? [
          [1, 2],
          [3, 1],
        ]
      : [
          [1, 3],
          [3, 2],
        ];
  const without = (store: number): number[][] => ORDERED_PAIRS.filter((last) => !last.includes(store));
  const cutInHalf = [
    ...withStore(1).flatMap((heard) =>
      [[], heard.slice(0, 1), heard.slice(1), heard].flatMap((back) =>
        without(1).map((last) => half([1], read(1), heard, back, last)),
      ),
    ),
    ...withStore(1).flatMap((heard) =>
      [write(1, 'a'), write(1, 'b')].flatMap((second) =>
        [[], [1]].map((back) => half([1], second, heard, back, [2, 3])),
      ),
    ),
    ...withStore(3).flatMap((heard) => [[], [3]].map((back) => half([3], read(1), heard, back, [1, 2]))),
  ];
  const noneOrWhole = [[], [1, 2], [2, 3]].flatMap((stored) =>
    PAIRS.map((heard, i) => half(stored, read(1), heard, heard, ORDERED_PAIRS[5 - 2 * i] ?? heard)),
  );
  return [...cutInHalf.map(apart), ...noneOrWhole];
}

/**
 * Three writes of one client, of which one replica misses two; another client's write, first told by one majority, then
 * stored on some; and reads. The value of the first write is written again by the last.
 */
export function secondWriters(): Play[] {
  const second = (told: readonly number[], stored: readonly number[], reads: readonly Move[]): Play => ({
    n: 3,
    moves: [
      write(0, 'x'),
      write(0, 'w', only(1, 2)),
      write(0, 'y', only(1, 2)),
      shortly(stored, write(1, 'x', { first: told, then: stored })),
      ...reads,
    ],
  });
  const reading = (by: number, heard: readonly number[]): Move => read(by, { first: heard, then: heard });
  // Replicas 1 and 2 are in the same state: what differs in their names only is left out.
  const finished = [
    [1, 2],
    [1, 3],
    [3, 1],
  ].flatMap((told) =>
    PAIRS.map((stored, i) =>
      second(told, stored, [
        reading(2, PAIRS[i] ?? stored),
        reading(0, PAIRS[(i + 1) % 3] ?? stored),
        reading(1, PAIRS[(i + 2) % 3] ?? stored),
      ]),
    ),
  );
  const open = [1, 3].flatMap((stored) =>
    ORDERED_PAIRS.filter((heard) => heard.includes(stored)).map((heard) =>
      second(
        [1, 3],
        [stored],
        [reading(2, heard), reading(0, PAIRS.find((pair) => !pair.includes(stored)) ?? heard)],
      ),
    ),
  );
  return [...finished, ...open];
}

/** For a while client 0 is with some replicas on one side, client 1 with the others on the other side. */
function partition(left: readonly number[], right: readonly number[]): Move {
  return {
    kind: 'fault',
    fault: ({ clients, replicas }, fromMs) => {
      const side = (client: number, numbers: readonly number[]): string[] => [
        clients[client] ?? '',
        ...numbers.map((number) => replicas[number - 1] ?? ''),
      ];
      return {
        kind: 'partition',
        fromMs,
        untilMs: fromMs + 4 * BLOCKED_MS,
        links: linksBetween(side(0, left), side(1, right)),
      };
    },
  };
}

/** A write that reaches one side, and a read that hears the other, for `n` replicas and every size of the sides. */
export function twoSides(n: number): Play[] {
  const all = Array.from({ length: n }, (_, i) => i + 1);
  const plays: Play[] = [];
  for (let size = 1; size < n; size++) {
    const left = all.slice(0, size);
    const right = all.slice(size);
    const cut = (side: readonly number[]): Passage => ({ ...only(...side), doubled: true });
    plays.push({
      n,
      moves: [
        write(2, 'old'),
        within(left, n, write(0, 'new', cut(left))),
        within(right, n, read(1, cut(right))),
      ],
    });
    // The same as a partition that cuts the replicas apart too.
    if (Math.abs(n - 2 * size) < 2)
      plays.push({
        n,
        moves: [
          write(2, 'old'),
          partition(left, right),
          within(left, n, write(0, 'new')),
          within(right, n, read(1)),
          within(right, n, write(1, 'newer')),
          within(left, n, read(0)),
        ],
      });
    if (n === 3) continue;
    // Whoever asks enough at first, and too few when it stores, is found out only so.
    const majority = Math.floor(n / 2) + 1;
    if (size >= majority) continue;
    const cutInHalf: Play = {
      n,
      moves: [
        write(2, 'old'),
        blocked(write(0, 'new', { first: all.slice(0, majority), then: left })),
        read(1, { first: all.slice(-majority), then: all.slice(-majority) }),
        read(2, { first: all.slice(0, majority), then: all.slice(0, majority) }),
      ],
    };
    const readInHalf: Play = {
      n,
      moves: [
        blocked(write(0, 'new', { first: all.slice(0, majority), then: left })),
        blocked(read(1, { first: all.slice(0, majority), then: left })),
        read(2, { first: all.slice(-majority) }),
      ],
    };
    plays.push(apart(cutInHalf), apart(readInHalf));
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

/** Nobody has asked for long, so nobody has been heard; all are there all the same, and count. */
export function afterSilence(): Play[] {
  const silenceMs = 6000;
  return [
    {
      n: 3,
      moves: [
        write(2, 'old'),
        read(0),
        read(1),
        wait(silenceMs),
        atMost(SHORT_MS, write(0, 'new', only(1))),
        atMost(SHORT_MS, read(1, only(2))),
        allow(1, only(2, 3)),
        read(2, only(2, 3)),
      ],
    },
    {
      n: 5,
      moves: [
        write(2, 'old'),
        read(0),
        wait(silenceMs),
        write(0, 'next', only(1, 2, 3)),
        atMost(SHORT_MS, write(0, 'new', only(1, 2))),
        read(1, only(3, 4, 5)),
      ],
    },
  ];
}

/** Answers to the first part arrive during the second, which has reached one replica or none. */
export function lateAnswers(): Play[] {
  const late: Passage = { first: [1, 2], answersLate: { from: [3], byMs: 600 } };
  const lateOfFive: Passage = { first: [1, 2, 3], answersLate: { from: [4, 5], byMs: 600 } };
  const plays = [[], [1]].flatMap((stored): Play[] => [
    { n: 3, moves: [blocked(write(0, 'a', { ...late, then: stored })), read(1, { first: [2, 3] })] },
    {
      n: 3,
      moves: [
        blocked(write(0, 'a', { first: [1, 2], then: [1] })),
        blocked(read(1, { ...late, then: stored })),
        read(2, { first: [2, 3] }),
      ],
    },
    {
      n: 5,
      moves: [blocked(write(0, 'a', { ...lateOfFive, then: stored })), read(1, { first: [2, 3, 4] })],
    },
    {
      n: 5,
      moves: [
        blocked(write(0, 'a', { first: [1, 2, 3], then: [1] })),
        blocked(read(1, { ...lateOfFive, then: stored })),
        read(2, { first: [2, 3, 4] }),
      ],
    },
  ]);
  return plays.map(apart);
}

/** Answers that a client waits for no longer arrive during its next operation. */
export function answersOfEarlierOperations(): Play[] {
  const fromOne: Passage = { first: [2, 3], answersLate: { from: [1], byMs: 1900 } };
  const fromThree: Passage = { first: [1, 2], answersLate: { from: [3], byMs: 1900 } };
  const stored = [[], [1]];
  return [
    ...stored.map((then): Play => ({
      n: 3,
      moves: [
        write(0, 'a', fromThree),
        atMost(2500, write(0, 'b', { first: [1, 2], then })),
        read(1, { first: [2, 3] }),
      ],
    })),
    ...stored.map((then): Play => ({
      n: 3,
      moves: [
        write(0, 'a', fromThree),
        until([1], write(1, 'b', { first: [1, 2], then: [1] })),
        atMost(2000, read(0, { first: [1, 2], then })),
        read(2, { first: [2, 3] }),
      ],
    })),
    ...[read(0, only(3)), write(0, 'b', only(3))].flatMap((second): Play[] =>
      [read(0, fromOne), write(0, 'a', fromOne)].map((first) => ({
        n: 3,
        moves: [
          first,
          write(1, 'one', only(1, 2)),
          write(1, 'two', only(1, 2)),
          atMost(2200, second),
          allow(0),
          read(2),
        ],
      })),
    ),
  ];
}

/** A replica is asked so late that it tells of what has happened meanwhile. */
export function lateQuestions(): Play[] {
  return [
    // The reader learns of half a write when it has settled on the value before; later it hears of it once more.
    {
      n: 3,
      moves: [
        write(2, 'old'),
        until('sent', read(0, { first: [1, 2], asksLate: { to: 3, byMs: 900 }, then: [] })),
        atMost(400, write(1, 'new', { first: [1, 2], then: [3] })),
        wait(600),
        allow(0, { then: [1, 2] }),
        read(2, only(1, 2)),
        blocked(read(0, { first: [3, 2], then: [3] })),
        read(2, only(1, 2)),
      ],
    },
    // The writer learns of a newer write, which came after others had read its own.
    {
      n: 3,
      moves: [
        write(1, 'old'),
        until([1], write(0, 'a', { first: [1, 2], asksLate: { to: 3, byMs: 1900 }, then: [1] })),
        read(2, only(1, 2)),
        write(1, 'b'),
        read(2),
        wait(2000),
        allow(0),
        read(1),
      ],
    },
  ];
}

/**
 * An operation stores what it has only when a newer write has reached one replica: it is not done when that replica
 * says so, and what that replica tells is not what it may return.
 */
export function overtakenByHalf(): Play[] {
  const inOrder = (...clients: readonly [NodeId, NodeId, NodeId]): readonly NodeId[] => clients;
  const [anna = '', ben = '', cleo = ''] = CLIENTS;
  const plays: Play[] = [
    ...[inOrder(anna, ben, cleo), inOrder(ben, anna, cleo)].map((clients) => ({
      n: 3,
      clients,
      moves: [
        write(2, 'old'),
        until('sent', write(0, 'a', { first: [1, 2], then: [] })),
        atMost(100, write(1, 'b', { first: [1, 2], then: [1] })),
        allow(0, { then: [1] }, BLOCKED_MS),
        read(2, only(2, 3)),
      ],
    })),
    {
      n: 3,
      moves: [
        atMost(100, write(1, 'x', { first: [1, 2], then: [1] })),
        until('sent', read(0, { first: [1, 2], then: [] })),
        atMost(100, write(2, 'y', { first: [1, 2], then: [1] })),
        allow(0, { then: [1] }, BLOCKED_MS),
        read(0, only(2, 3)),
      ],
    },
    ...[
      [1, 2],
      [2, 1],
    ].map((told) => ({
      n: 3,
      moves: [
        write(2, 'old'),
        until('sent', read(0, { first: told, then: [] })),
        atMost(100, write(1, 'new', { first: [2, 3], then: [1] })),
        allow(0, { then: [1, 2] }),
        read(2, only(2, 3)),
      ],
    })),
  ];
  return plays.map(apart);
}

/** A store that its writer no longer needs arrives late: after, or together with, that of a newer write. */
export function overtakenStores(): Play[] {
  const late: Passage = { first: [1, 2], then: [1, 2], storeLate: { to: 3, byMs: 1900 } };
  const after = [0, 1].map((second): Play => ({
    n: 3,
    moves: [
      write(0, 'a', late),
      write(second, 'b', { first: [1, 2], then: [2, 3] }),
      wait(1950),
      read(2, { first: [1, 3], then: [1, 3] }),
      read(1, { first: [3, 1] }),
    ],
  }));
  const together = [0, 1].flatMap((second) =>
    [-9, -4, -1, 1, 4].map((afterMs): Play => ({
      n: 3,
      moves: [
        write(0, 'a', late),
        write(second, 'b', { first: [1, 2], then: [2], meetsLate: { at: 3, afterMs } }),
        wait(100),
        read(2, { first: [1, 3], then: [1, 3] }),
        read(1, { first: [3, 1] }),
      ],
    })),
  );
  // What is sent after the store, if anything, arrives when the replica holds half of another write.
  const rest: Play = {
    n: 3,
    moves: [
      write(0, 'a', { first: [1, 2], then: [1, 2], restLate: { to: 1, byMs: 900 } }),
      until([1], write(1, 'b', { first: [1, 2], then: [1] })),
      wait(1000),
      atMost(100, read(2, { first: [1, 2], then: [] })),
      read(0, only(2, 3)),
    ],
  };
  const given: Play = {
    n: 3,
    moves: [
      until('sent', write(0, 'a', { first: [1, 2], then: [] })),
      write(1, 'b'),
      write(1, 'c'),
      allow(0),
      read(2),
    ],
  };
  const readFirst: Play = {
    n: 3,
    moves: [
      until('sent', read(0, { first: [1, 2], then: [] })),
      write(1, 'b'),
      write(2, 'c'),
      allow(0),
      read(1),
    ],
  };
  return [...after, ...together, rest, given, readFirst];
}

/** All orders of the clients: what is decided by their names is decided in every way. */
const CASTS = permutations(CLIENTS);

/** A client whose stores get through and whose answers do not; later it hears again. Others go on meanwhile. */
export function deafWriters(): Play[] {
  return [
    { stored: [1, 2], deafMs: 4500 },
    { stored: [1, 2], deafMs: 12_000 },
    { stored: [1], deafMs: 4500 },
    { stored: [], deafMs: 4500 },
  ].map(({ stored, deafMs }) => ({
    n: 3,
    moves: [
      atMost(700, write(0, 'a', { first: [1, 2], then: stored, hears: [] })),
      read(1, { first: [1, 2] }),
      write(2, 'c'),
      read(1),
      wait(deafMs),
      read(2),
      allow(0),
      read(1),
      read(2),
    ],
  }));
}

/** A read stores what it has read only after a newer write, whoever the reader is. */
export function slowReaders(): Play[] {
  return CASTS.flatMap((clients): Play[] => [
    {
      n: 3,
      clients,
      moves: [
        write(2, 'old'),
        until('sent', read(0, { first: [1, 2], then: [] })),
        write(1, 'new'),
        read(2),
        allow(0),
        read(1),
        read(2),
      ],
    },
    {
      n: 3,
      clients,
      moves: [
        until('sent', write(1, 'b', { first: [1, 2], then: [] })),
        write(0, 'a'),
        until('sent', read(2, { first: [1, 2], then: [] })),
        allow(1),
        read(0),
        allow(2),
        read(0),
        read(1),
      ],
    },
  ]);
}

/** Two writers who were told the same; the replicas get their stores in different orders, and have time to talk. */
export function twoWriters(): Play[] {
  const orders = [
    [1, 3],
    [2, 3],
    [3, 2],
    [3, 1],
    [1, 2],
    [2, 1],
  ];
  return CASTS.map((clients) => ({
    n: 3,
    clients,
    moves: [
      until('sent', write(0, 'a', { first: [1, 2], then: [] })),
      write(1, 'b', { first: [1, 2], then: [2, 3] }),
      allow(0, { then: [1, 3] }),
      ...orders.slice(0, 2).map((order, i) => read((i + 2) % 3, { first: order, then: order })),
      ...orders.slice(2).flatMap((order, i) => [wait(400), read((i + 1) % 3, { first: order, then: order })]),
    ],
  }));
}

/**
 * Two writers who were told the same. The first is heard by one replica alone, which may tell the others; they learn of
 * it so late that both writes, and a read, are over.
 */
export function lateNews(): Play[] {
  return CASTS.map((clients) => ({
    n: 3,
    clients,
    newsLate: { fromMove: 2, untilMove: 4, byMs: 1900 },
    moves: [
      until('sent', write(0, 'a', { first: [1, 2], then: [] })),
      until('sent', write(1, 'b', { first: [1, 2], then: [] })),
      allow(0, { then: [1] }, 900),
      allow(1, { then: [2, 3] }),
      allow(0),
      read(2, only(2, 3)),
      wait(2000),
      read(0, only(3, 2)),
      read(2, only(1, 2)),
    ],
  }));
}

/** Two writers at once, of whom the ids tell only when they are compared as a whole. */
export function otherIds(): Play[] {
  const ids = { clients: ['user1', 'user2', 'user10'], replicas: ['s9', 's10', 's11'] };
  return permutations(ids.clients)
    .slice(0, 3)
    .map((clients, i) => ({
      n: 3,
      ids,
      clients,
      moves: [
        until('sent', write(0, 'a', { first: [1, 2], then: [] })),
        write(1, 'b', { first: [1, 2], then: [2, 3] }),
        allow(0, { then: [1, 3] }),
        read(2, i % 2 === 0 ? { first: [1, 2], then: [1, 2] } : { first: [2, 1], then: [2, 1] }),
        read(0, { first: [3, 1], then: [3, 1] }),
        read(1, { first: [3, 2] }),
      ],
    }));
}

/** Writes in turn, a read after each, nothing lost: also with clocks that are set back. */
export function turns(): Play[] {
  const round = (count: number, order: readonly number[]): Move[] =>
    Array.from({ length: count }, (_, i) => {
      const by = order[i % order.length] ?? 0;
      return [write(by, `${i + 1}`), read((by + 1) % 3)];
    }).flat();
  const step = (client: number, byMs: number): Move => ({
    kind: 'fault',
    fault: ({ clients }, atMs) => ({
      kind: 'clock-step',
      at: { node: clients[client] ?? '', atMs },
      byMs,
    }),
  });
  const hour = 3_600_000;
  const stepped: Play = {
    n: 3,
    moves: [
      write(0, 'a'),
      step(0, -hour),
      write(0, 'b'),
      read(1),
      step(1, hour),
      write(1, 'c'),
      step(1, -hour),
      write(1, 'd'),
      write(2, 'e'),
      read(0),
      step(0, hour),
      read(2),
    ],
  };
  return [
    { n: 3, moves: round(11, [0, 1, 2, 1, 1, 0, 2, 2]) },
    { n: 5, moves: round(11, [2, 1, 0]) },
    { n: 3, moves: [...round(12, [0]), ...round(3, [1])] },
    // No reads in between: nobody learns of a write but by asking.
    {
      n: 3,
      moves: [0, 1, 0, 2, 2, 1, 0, 0, 1, 2].flatMap((by, i) => [
        write(by, `${i}`),
        ...(i % 3 === 2 ? [read((by + 1) % 3)] : []),
      ]),
    },
    stepped,
  ];
}

/** Values that are easily taken for none, or for what a program keeps beside them; and the same value again. */
export function values(): Play[] {
  const lists: Json[][] = [
    [0, null, false, '', null, 0, false],
    [[], {}, [null], { value: null }, '', {}],
    [
      {
        tag: 99,
        value: 'x',
        counter: 99,
        writer: 'zoe',
        by: 'zoe',
        ts: 99,
        version: 99,
        n: 99,
        seq: 99,
        id: 'zoe',
      },
      { op: 'store', type: 'read', ok: false, kind: 'query', value: { value: 1 } },
      ['a', 1],
      -1,
      1.5,
    ],
    ['same', 'other', 'same', 'same', 'other', null, 'same'],
    [true, 'null', 'undefined', '0', { b: 1, a: [2, { c: null }] }],
  ];
  const plain = lists.map((list): Play => ({
    n: 3,
    moves: list.flatMap((value, i) => [write(i % 3, value), read((i + 1) % 3)]),
  }));
  // One replica has the value before, and is heard first or last.
  const stale = [null, false, 0, ''].map((value): Play => ({
    n: 3,
    moves: [
      write(0, 'x'),
      write(1, value, only(1, 2)),
      read(2, only(1, 3)),
      read(0, only(3, 1)),
      write(1, 'y', only(1, 2)),
      read(2, only(3, 2)),
    ],
  }));
  return [...plain, ...stale];
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, i) =>
    permutations([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [item, ...rest]),
  );
}
