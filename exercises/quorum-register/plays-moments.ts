import { linksBetween, linksFrom, type InjectedFault } from 'partial-failure/kit';
import { atMost, read, restarts, wait, write, type Cast, type Move, type Play } from './play.ts';

/**
 * Plays that go by moments, not by what clients have heard: also where replicas work on behalf of clients, a moment
 * comes at which one of them has done its part and the others have not.
 */

/** Moments after a call, one between any two hops of a message. */
const MOMENTS_MS = [3, 8, 13, 18, 23, 28, 33, 38];
/** How long an operation that cannot go on is watched; also of a client that turns to each replica in turn. */
const BLOCKED_MS = 1200;

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

/** Two sides that hear nothing of each other, from `inMs` after the next move on, for a while. */
function cut(one: Side, other: Side, inMs: number, forMs: number): Move {
  return {
    kind: 'fault',
    fault: (cast, nowMs): InjectedFault => ({
      kind: 'partition',
      fromMs: nowMs + 2 + inMs,
      untilMs: nowMs + 2 + inMs + forMs,
      links: linksBetween(idsOf(cast, one), idsOf(cast, other)),
    }),
  };
}

/** Nobody of these hears another one of them, from `inMs` after the next move on, for a while. */
function silence(among: Side, inMs: number, forMs: number): Move {
  return {
    kind: 'fault',
    fault: (cast, nowMs): InjectedFault => ({
      kind: 'partition',
      fromMs: nowMs + 2 + inMs,
      untilMs: nowMs + 2 + inMs + forMs,
      links: linksFrom(idsOf(cast, among), idsOf(cast, among)),
    }),
  };
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

/** One replica alone has a write, whose client has died. It is read through that one, then through the other two. */
export function halfAndRead(): Play[] {
  const restart = (replica: number): Move[] => [
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
            write(2, 'old'),
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
