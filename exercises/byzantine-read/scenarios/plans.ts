/** A run as data: who lies, and one step after the other, with what is late and what is a lie in it. */
import {
  fault,
  inBatches,
  isJsonObject,
  type Fault,
  type Json,
  type NodeId,
  type ScenarioNode,
} from 'partial-failure/kit';
import { replica } from '../peers.ts';

export const CLIENTS: readonly NodeId[] = ['client-1', 'client-2'];

export function replicasOf(n: number): NodeId[] {
  return Array.from({ length: n }, (_, i) => `r${i + 1}`);
}

/** A write, or reads at once. What is not said goes its plain way: all is fast, and everybody tells the truth. */
export type Step = {
  /** Who calls, by number from 0. Several: they read, all at once. */
  readonly by: readonly number[];
  /** A write of this value of {@link valueOf}; else reads. */
  readonly write?: number;
  /** Writes to these replicas take as long as can be. Replicas by number, from 1. */
  readonly lateWrites?: readonly number[];
  /** So do the answers of these, whatever was asked. */
  readonly lateAnswers?: readonly number[];
  /** So do questions and answers. */
  readonly slow?: readonly number[];
  /** Who answers first, in order; then the others. */
  readonly first?: readonly number[];
  /** What the liars say to whom reads: of `lies.ts`, or one each. */
  readonly lie?: string | readonly string[];
  /** What they say to whom writes. */
  readonly ack?: string;
  /** How long after the step before, in ms; default 1. */
  readonly afterMs?: number;
  /** How long after each other several reads begin, in ms; default 0. */
  readonly apartMs?: number;
};

/** Whether a note's data is a step. */
export function isStep(data: Json | undefined): data is Step {
  return isJsonObject(data) && Array.isArray(data['by']);
}

export interface Plan {
  readonly n: number;
  readonly liars: readonly number[];
  readonly steps: readonly Step[];
  readonly faults?: readonly Fault[];
}

/** Values that look like nothing, and such as are taken for each other; after them, any number of others. */
const VALUES: readonly Json[] = [
  0,
  'b',
  '',
  false,
  { x: 1 },
  7,
  '7',
  [],
  {},
  [0],
  true,
  'null',
  { x: [null] },
  '0',
];

/** All of them differ, and none is `null`. */
export function valueOf(i: number): Json {
  return VALUES[i] ?? { n: i };
}
export const VALUES_THAT_LOOK_LIKE_NOTHING = VALUES.length;

const write = (value: number, rest: Omit<Partial<Step>, 'write'> = {}): Step => ({
  by: [value % 2],
  write: value,
  ...rest,
});
const read = (rest: Partial<Step> = {}): Step => ({ by: [1], ...rest });
const plan = (n: number, liars: readonly number[], steps: readonly Step[]): Plan => ({ n, liars, steps });
/** Numbers from one to another. */
const span = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);
/** After this all that was sent has arrived. */
const CALM_MS = 450;

/** Every value is written and read, by both. */
export const allHonest = (n: number): Plan[] =>
  inBatches(span(0, VALUES_THAT_LOOK_LIKE_NOTHING - 1), 5).map((values) =>
    plan(n, [], [read(), ...values.flatMap((i) => [write(i), read({ by: [i % 2] })])]),
  );

/** Liars that do not answer: in every position. */
export const silent = (n: number, f: number): Plan[] =>
  span(1, n - f + 1).map((first) =>
    plan(n, span(first, first + f - 1), [
      read({ lie: 'silent' }),
      write(1, { lie: 'silent', ack: 'silent' }),
      read({ lie: 'silent' }),
      write(2, { ack: 'silent' }),
      read(),
    ]),
  );

/** Two writes, and two reads, while the liars say the same thing all the time: first of all, or last of those who count. */
function lying(n: number, liars: readonly number[], lie: Step['lie'] & {}, isFirst: boolean, from = 0): Plan {
  const honest = span(1, n).filter((i) => !liars.includes(i));
  // One of those that do not lie is slow: else the last to answer would not be among those that count.
  const how = isFirst
    ? { lie, first: liars }
    : { lie, first: honest.slice(liars.length), lateAnswers: honest.slice(0, liars.length) };
  return plan(n, liars, [
    write(from, { ...how, by: [0] }),
    read(how),
    write(from + 1, { ...how, by: [1] }),
    read({ ...how, by: [0] }),
    read(how),
  ]);
}

export const eachLie = (names: readonly string[]): Plan[] =>
  names.flatMap((lie, i) => [lying(5, [1 + (i % 5)], lie, true), lying(5, [5 - (i % 5)], lie, false, 3)]);

export const colluding = (names: readonly string[]): Plan[] =>
  names.flatMap((lie, i) => [
    lying(9, [1 + (i % 9), 1 + ((i + 4) % 9)], lie, i % 2 === 0),
    lying(9, [2, 8], [lie, names[(i + 3) % names.length] ?? lie], i % 2 === 1, 5),
  ]);

/** For every value a liar tells one that looks like it. */
export const lookAlikes = (): Plan[] =>
  ['looks alike', 'looks alike, but is an object'].flatMap((lie) =>
    [true, false].flatMap((isFirst) =>
      span(0, VALUES_THAT_LOOK_LIKE_NOTHING - 1).map((i) => {
        const honest = [1, 2, 4, 5];
        const how = isFirst ? { lie, first: [3] } : { lie, first: honest.slice(1), lateAnswers: [1] };
        return plan(5, [3], [write(i, { by: [0] }), read(how)]);
      }),
    ),
  );

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
  return plan(n, liars, [
    write(1, { by: [0] }),
    write(4, { by: [0], lateWrites, afterMs: CALM_MS }),
    read({ lateAnswers, first, lie }),
    read({ by: [0], lateAnswers, first, lie }),
  ]);
}

export const meetings = (n: number, f: number, most: number, lies: readonly string[]): Plan[] =>
  span(1, most).flatMap((late) =>
    span(0, most)
      .filter((away) => away + late + f <= n)
      .flatMap((away) =>
        lies.flatMap((lie) => [true, false].map((isFirst) => meeting(n, f, late, away, lie, isFirst))),
      ),
  );

/** The same where the second group is that of a writer, which has to find a greater timestamp. */
export const writersMeet = (n: number, f: number, most: number, lies: readonly string[]): Plan[] =>
  span(1, most).flatMap((late) =>
    span(0, most)
      .filter((away) => away + late + f <= n)
      .flatMap((away) =>
        lies.map((lie) => {
          const liars = span(n - late - f + 1, n - late);
          const lateWrites = span(n - late + 1, n);
          return plan(n, liars, [
            write(1, { by: [0] }),
            write(4, { by: [0], lateWrites, afterMs: CALM_MS }),
            write(5, { by: [1], lateAnswers: span(1, away), first: [...liars, ...lateWrites], lie }),
            read({ lie }),
            read({ by: [0], afterMs: CALM_MS, lie }),
          ]);
        }),
      ),
  );

/** In each write another replica is late, and is asked at once. It does not lie. */
export const lateInTurn = (): Plan[] =>
  ['the one before', 'silent', 'truth'].map((lie) =>
    plan(
      5,
      [5],
      [
        write(1, { lie }),
        ...span(1, 4).flatMap((late) => [
          write(1 + late, { lateWrites: [late], lie, afterMs: CALM_MS }),
          read({ first: [late], lie }),
        ]),
        write(6, { lie, afterMs: CALM_MS }),
        read({ lie }),
      ],
    ),
  );

/** Answers to a read that has ended come when the next one has begun. */
export const leftOver = (): Plan[] =>
  [1, 60, 120].flatMap((afterMs) =>
    [0, 1].map((by) =>
      plan(
        5,
        [5],
        [
          write(1, { by: [by] }),
          read({ by: [by], lateAnswers: [1], afterMs: CALM_MS }),
          write(4, { by: [1 - by], lateWrites: [2], ack: 'silent' }),
          read({ by: [by], slow: [3, 4], first: [5, 2], lie: 'the one before', afterMs }),
          read({ by: [by], lie: 'the one before' }),
        ],
      ),
    ),
  );

/** Reads at once, on two clients and on one. */
export const together = (): Plan[] =>
  [
    [0, 1],
    [1, 1],
    [0, 0, 1],
  ].flatMap((by) =>
    [0, 3, 9].flatMap((apartMs) =>
      ['the one before', 'made up, far above', 'silent'].map((lie) =>
        plan(
          5,
          [3],
          [
            read({ by, apartMs, lie }),
            write(4, { lie }),
            read({ by, apartMs, lie }),
            write(5, { lateWrites: [1], lie }),
            read({ by, apartMs, lateAnswers: [4], first: [1, 3], lie }),
          ],
        ),
      ),
    ),
  );

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
      [
        write(1, { lie }),
        ...span(2, 13).map((value) => write(value)),
        read(),
        write(14, { lie, by: [0] }),
        read({ lie }),
      ],
    ),
  );

/** By a clock as fast as it may be, 400 ms are over when the slowest answers have not come. */
const FAST_CLOCKS = CLIENTS.map((node) => fault.clockRate(node, { atMs: 0, realMicros: 999_000 }));

/** Everything is as slow as it may be, the liars too, or all but the liars: there is time to ask them again. */
export const slow = (): Plan[] =>
  everythingSlow().map((one, i) => (i % 2 === 0 ? { ...one, faults: FAST_CLOCKS } : one));

const everythingSlow = (): Plan[] =>
  [5, 9].flatMap((n) => {
    const all = span(1, n);
    const liars = n === 5 ? [2] : [2, 7];
    const honest = all.filter((i) => !liars.includes(i));
    return ['truth', 'made up, far above', 'the one before', 'silent'].flatMap((lie) => [
      plan(n, liars, [
        write(1, { slow: all, lie, ack: lie === 'silent' ? lie : 'truth' }),
        read({ slow: all, lie }),
        write(2, { by: [1], slow: all, lie }),
        read({ by: [0], slow: all, lie }),
      ]),
      plan(n, liars, [
        write(1, { slow: honest, first: liars, lie }),
        read({ slow: honest, first: liars, lie }),
        write(2, { by: [1], slow: honest.slice(1), first: liars, lie }),
        read({ by: [0], slow: honest.slice(1), first: liars, lie }),
      ]),
    ]);
  });

/** What liars answer to writes. */
export const falseAcks = (names: readonly string[]): Plan[] =>
  names.flatMap((ack) => [
    plan(5, [1], [write(1, { ack, first: [1] }), read(), write(2, { ack, first: [1] }), read({ by: [0] })]),
    plan(
      9,
      [4, 5],
      [write(1, { ack, first: [5, 4], lateWrites: [8, 9] }), read({ lie: 'nothing', lateAnswers: [1, 2] })],
    ),
  ]);

/** Writers with clocks that are apart, and that step between two writes. */
export const clocks = (): Plan[] =>
  [60_000, -60_000].flatMap((byMs) => [
    {
      ...plan(5, [4], [write(2), read(), write(3), read(), write(4), read({ by: [0] }), write(5), read()]),
      faults: [{ kind: 'clock-step', at: { node: 'client-1', atMs: 0 }, byMs }] as const,
    },
    {
      ...plan(
        5,
        [4],
        [
          write(2, { by: [0] }),
          read(),
          write(3, { by: [0], afterMs: CALM_MS }),
          read(),
          write(4, { by: [0] }),
          read(),
        ],
      ),
      faults: [{ kind: 'clock-step', at: { node: 'client-1', atMs: 200 }, byMs }] as const,
    },
  ]);

/** Clients take turns in other patterns: several writes of one, then of the other. */
export const turns = (): Plan[] =>
  [
    [0, 1, 0, 1],
    [0, 0, 0, 1],
    [1, 1, 0, 0],
    [0, 1, 1, 0],
  ].map((writers) =>
    plan(
      5,
      [],
      [
        ...writers.flatMap((by, i) => [
          write(i + 1, { by: [by] }),
          read({ by: [by] }),
          read({ by: [1 - by] }),
        ]),
      ],
    ),
  );

/** The visible one: a liar repeats an old value, and one that is honest does not know better yet. */
export const repeated = (): Plan[] => [
  plan(
    5,
    [5],
    [
      write(1, { by: [0] }),
      write(4, { by: [0], lateWrites: [1], afterMs: CALM_MS }),
      read({ first: [1, 5, 2, 3], lateAnswers: [4], lie: 'the one before' }),
    ],
  ),
  plan(
    5,
    [2],
    [
      write(1, { by: [0] }),
      write(4, { by: [0], lateWrites: [3], afterMs: CALM_MS }),
      read({ first: [1, 4, 2, 3], lateAnswers: [5], lie: 'the one before' }),
    ],
  ),
];

export const forged = (): Plan[] => [
  lying(5, [3], 'made up, far above', true, 1),
  lying(5, [5], 'made up, far above', false, 1),
];

/** The two clients, and n = 4f + 1 replicas. */
export function nodesOf(n: number): ScenarioNode[] {
  return [
    ...CLIENTS.map((id) => ({ id, role: 'client', args: () => [replicasOf(n), (n - 1) / 4] })),
    ...replicasOf(n).map((id) => ({ id, course: replica })),
  ];
}
