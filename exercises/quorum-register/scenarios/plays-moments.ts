import { linksBetween, linksFrom, type InjectedFault, type LinkKey } from 'partial-failure/kit';
import { CLIENTS } from './cluster.ts';
import { BEFORE_HALF } from './half.ts';
import { atMost, read, restarts, wait, write, type Cast, type Move, type Play } from './play.ts';

/**
 * Plays that go by moments, not by what clients have heard: also where replicas work on behalf of clients, a moment
 * comes at which one of them has done its part and the others have not.
 */

/** Moments after a call, one between any two hops of a message. */
const MOMENTS_MS = [3, 8, 13, 18, 23, 28, 33, 38];
/** How long an operation that cannot go on is watched; also of a client that turns to each replica in turn. */
const BLOCKED_MS = 1200;

const ORDERS = [
  [1, 2, 3],
  [1, 3, 2],
  [2, 1, 3],
  [2, 3, 1],
  [3, 1, 2],
  [3, 2, 1],
];

interface Side {
  readonly clients: readonly number[];
  readonly replicas: readonly number[];
}

function idsOf({ clients, replicas }: Cast, side: Side): string[] {
  return [
    ...side.clients.map((client) => clients[client] ?? ''),
    ...side.replicas.map((replica) => replicas[replica - 1] ?? ''),
  ];
}

/** From `inMs` after the next move on, for a while, these links lose everything. */
function lose(links: (cast: Cast) => readonly LinkKey[], inMs: number, forMs: number): Move {
  return {
    kind: 'fault',
    fault: (cast, nowMs): InjectedFault => ({
      kind: 'partition',
      fromMs: nowMs + 2 + inMs,
      untilMs: nowMs + 2 + inMs + forMs,
      links: links(cast),
    }),
  };
}

/** Two sides that hear nothing of each other. */
function cut(one: Side, other: Side, inMs: number, forMs: number): Move {
  return lose((cast) => linksBetween(idsOf(cast, one), idsOf(cast, other)), inMs, forMs);
}

/** Nobody of these hears another one of them. */
function silence(among: Side, inMs: number, forMs: number): Move {
  return lose((cast) => linksFrom(idsOf(cast, among), idsOf(cast, among)), inMs, forMs);
}

/** What one side sends to the other in this stretch takes so much longer. */
function slow(one: Side, other: Side, inMs: number, forMs: number, byMs: number): Move {
  return {
    kind: 'fault',
    fault: (cast, nowMs): InjectedFault => ({
      kind: 'slow-link',
      fromMs: nowMs + 2 + inMs,
      untilMs: nowMs + 2 + inMs + forMs,
      links: linksFrom(idsOf(cast, one), idsOf(cast, other)),
      byMs,
    }),
  };
}

function restart(replica: number): Move[] {
  return [
    {
      kind: 'fault',
      fault: ({ replicas }, atMs) => ({
        kind: 'crash',
        at: { node: replicas[replica - 1] ?? '', atMs },
        restartAfterMs: 60,
      }),
    },
    restarts,
  ];
}

/** At each moment of a write, the writer is cut off with one replica; on the other side others read. */
export function cutOffWriters(): Play[] {
  return MOMENTS_MS.flatMap((inMs) =>
    [1, 2, 3].map((kept): Play => {
      const others = [1, 2, 3].filter((replica) => replica !== kept);
      const cutMs = BLOCKED_MS + 900;
      return {
        n: 3,
        fixedReplicas: true,
        moves: [
          write(2, 'old'),
          cut({ clients: [0], replicas: [kept] }, { clients: [1, 2], replicas: others }, inMs, cutMs),
          atMost(BLOCKED_MS, write(0, 'new')),
          atMost(800, read(1)),
          wait(cutMs - BLOCKED_MS),
          read(2),
        ],
      };
    }),
  );
}

/**
 * What a reader, or a replica on its behalf, sends to replica 2 from a moment on comes very late: after 2 has restarted
 * and has helped to complete a write. Whoever takes it then for the newest has forgotten what it had promised.
 */
export function lateAfterRestart(): Play[] {
  const lateMs = 1600;
  const sentMs = 12;
  const forMs = lateMs + 60;
  const play = (
    reaches: readonly number[],
    inMs: number,
    dies: 'with its first answer' | 'later',
    names: Partial<Pick<Play, 'ids' | 'clients'>>,
  ): Play => {
    const reader: Side = { clients: [0], replicas: [1] };
    const second: Side = { clients: [], replicas: [2] };
    return {
      n: 3,
      fixedReplicas: true,
      ...names,
      ...(dies === 'with its first answer' && {
        crash: { replica: 2, fromMove: 1, at: { messages: 1 }, openWritesDone: 0, restartAfterMs: 60 },
      }),
      moves: [
        write(2, 'old'),
        cut(reader, { clients: [1, 2], replicas: [3] }, 0, forMs),
        ...(reaches.includes(2) ? [] : [cut({ clients: [0], replicas: [] }, second, 0, forMs)]),
        slow(reader, second, inMs, sentMs, lateMs),
        cut(reader, second, inMs + sentMs, lateMs - sentMs),
        atMost(inMs + 40, read(0)),
        ...(dies === 'later' ? restart(2) : [restarts]),
        atMost(BLOCKED_MS, write(1, 'new')),
        wait(lateMs - 60),
        cut({ clients: [2], replicas: [1, 2] }, { clients: [1], replicas: [3] }, 0, BLOCKED_MS),
        atMost(BLOCKED_MS, read(2)),
      ],
    };
  };
  // Which of two is the newer may go by the names of those that work: replicas here, clients there.
  return [
    ...ORDERS.flatMap((order) => {
      const names = { ids: { clients: CLIENTS, replicas: order.map((number) => `r${number}`) } };
      return [
        ...[13, 18, 28].map((inMs) => play([1], inMs, 'with its first answer', names)),
        play([1], 18, 'later', names),
      ];
    }),
    ...[CLIENTS, [...CLIENTS].reverse()].flatMap((clients) =>
      [8, 13].flatMap((inMs) => [
        play([1, 2], inMs, 'with its first answer', { clients }),
        play([1, 2], inMs, 'later', { clients }),
      ]),
    ),
  ];
}

/** One replica alone has a write, whose client has died. It is read through that one, then through the other two. */
export function halfAndRead(): Play[] {
  const dies: Move = {
    kind: 'fault',
    fault: ({ clients }, atMs) => ({
      kind: 'crash',
      at: { node: clients[0] ?? '', atMs },
      restartAfterMs: null,
    }),
  };
  const everyone: Side = { clients: [1, 2], replicas: [1, 2, 3] };
  const replicas: Side = { clients: [], replicas: [1, 2, 3] };
  const forMs = BLOCKED_MS + 50;
  return [undefined, 18, 23].flatMap((silentInMs) =>
    [1, 2, 3].flatMap((to) =>
      [2, 3].map((helper): Play => {
        const third = 5 - helper;
        return {
          n: 3,
          fixedReplicas: true,
          moves: [
            write(2, BEFORE_HALF),
            { kind: 'half', by: 0, to },
            dies,
            // Nobody goes on with what it was asked to do: all begin anew, one after the other, and hear nothing.
            silence(everyone, 0, 700),
            ...restart(1),
            ...restart(2),
            ...restart(3),
            wait(600),
            cut({ clients: [1], replicas: [1, helper] }, { clients: [2], replicas: [third] }, 0, forMs),
            ...(silentInMs === undefined ? [] : [silence(replicas, silentInMs, forMs)]),
            atMost(BLOCKED_MS, read(1)),
            wait(forMs),
            cut({ clients: [2], replicas: [helper, third] }, { clients: [1], replicas: [1] }, 0, forMs),
            atMost(BLOCKED_MS, read(2)),
          ],
        };
      }),
    ),
  );
}
