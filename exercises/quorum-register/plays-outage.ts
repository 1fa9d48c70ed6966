import { linksBetween, linksFrom, type LinkKey, type NodeId } from 'partial-failure/kit';
import { allow, atMost, read, wait, write, type Cast, type Move, type Play } from './play.ts';

/** Plays that ask whether a program goes on: when nodes die, when all is cut for a while, when messages are lost. */

/** A replica dies for good, now. */
function kill(replica: number): Move {
  return {
    kind: 'fault',
    fault: (cast, atMs) => ({
      kind: 'crash',
      at: { node: nameOf(cast.replicas, replica), atMs },
      restartAfterMs: null,
    }),
  };
}

/** Links are cut from `inMs` on, for a while. The next move comes 2 ms from now. */
function cut(links: (cast: Cast) => LinkKey[], inMs: number, forMs: number): Move {
  return {
    kind: 'fault',
    fault: (cast, nowMs) => ({
      kind: 'partition',
      fromMs: nowMs + inMs,
      untilMs: nowMs + inMs + forMs,
      links: links(cast),
    }),
  };
}

const everything = ({ clients, replicas }: Cast): LinkKey[] => linksBetween(clients, replicas);

function linksOfClient(client: number): (cast: Cast) => LinkKey[] {
  return ({ clients, replicas }) => linksBetween([clients[client] ?? ''], replicas);
}

function linksOfReplica(replica: number): (cast: Cast) => LinkKey[] {
  return ({ clients, replicas }) => linksBetween(clients, [nameOf(replicas, replica)]);
}

function nameOf(ids: readonly NodeId[], number: number): NodeId {
  return ids[number - 1] ?? '';
}

const some: readonly Move[] = [write(0, 'p'), read(1), write(2, 'q'), read(0), write(1, 'r'), read(2)];
const both = [write(0, 'a'), read(0)];

/** Each set of as many replicas as may be down is dead from the start. */
export function deadFromTheStart(n: number): Play[] {
  return subsetsOf(n, Math.ceil(n / 2) - 1).map((dead) => ({
    n,
    fixedReplicas: true,
    moves: [...dead.map(kill), ...some],
  }));
}

/** A replica dies just after it answered, once or twice; the one that the client did not hear must step in. */
export function deadAfterAnAnswer(): Play[] {
  return both.flatMap((move) =>
    [1, 2].flatMap((replica) =>
      [1, 2].map((messages) => ({
        n: 3,
        moves: [write(1, 'old'), { ...move, passage: { first: [1, 2] } }, read(2), write(0, 'b')],
        crash: { replica, fromMove: 1, at: { messages, to: 0 }, openWritesDone: 0, restartAfterMs: null },
      })),
    ),
  );
}

/** Some replicas are out of reach, or down, for several operations and come back; then others die for good. */
export function othersDieLater(n: number): Play[] {
  const away = subsetsOf(n, Math.ceil(n / 2) - 1);
  return away.flatMap((gone, i) => {
    const rest = away.filter((dead) => dead.every((replica) => !gone.includes(replica)));
    const chosen = n === 3 ? rest : rest.slice(i % rest.length, (i % rest.length) + 1);
    return chosen.map((dead, j): Play => {
      const absence: Move[] = gone.map((replica) =>
        (i + j) % 2 === 0
          ? cut(linksOfReplica(replica), 0, 2500)
          : {
              kind: 'fault',
              fault: (cast, atMs) => ({
                kind: 'crash',
                at: { node: nameOf(cast.replicas, replica), atMs },
                restartAfterMs: 2500,
              }),
            },
      );
      return { n, fixedReplicas: true, moves: [...absence, ...some, wait(2600), ...dead.map(kill), ...some] };
    });
  });
}

/** Everything is lost for a while, from each moment of an operation on. */
export function blackouts(): Play[] {
  const moments = [0, 3, 8, 13, 18, 23, 28, 33, 38, 60, 105, 205];
  return both.flatMap((move) =>
    moments.map((inMs) => ({
      n: 3,
      moves: [write(1, 'old'), cut(everything, 2 + inMs, 320), move, read(2)],
    })),
  );
}

/** A client is cut off for long, while the others work on or only read. */
export function longOutages(): Play[] {
  const long = (outageMs: number, inMs: number, move: Move, meanwhile: readonly Move[]): Play => ({
    n: 3,
    moves: [
      write(1, 'old'),
      cut(linksOfClient(0), 2 + inMs, outageMs),
      ...meanwhile,
      atMost(outageMs - 400, move),
      read(1),
      allow(0),
      read(2),
    ],
  });
  const working = (move: Move): Move[] => [atMost(100, move), read(1), write(2, 'new')];
  return both.flatMap((move) => [
    ...[0, 8, 13].map((inMs) => long(12_000, inMs, move, [])),
    ...[0, 13].map((inMs) => long(12_000, inMs, wait(1), working(move))),
    long(59_000, 13, move, []),
    // The client reaches one replica, and the others know nothing of it.
    {
      n: 3,
      moves: [
        write(1, 'old', { first: [2, 3], then: [2, 3] }),
        cut(({ clients, replicas }) => linksBetween(clients.slice(0, 1), replicas.slice(1)), 0, 12_000),
        atMost(11_000, move),
        read(1, { first: [2, 3], then: [2, 3] }),
        allow(0),
        read(2),
      ],
    },
    // The answers alone are lost, or the requests alone.
    ...[true, false].map((deaf): Play => ({
      n: 3,
      moves: [
        write(1, 'old'),
        cut(
          ({ clients, replicas }) =>
            deaf ? linksFrom(replicas, clients.slice(0, 1)) : linksFrom(clients.slice(0, 1), replicas),
          0,
          5000,
        ),
        atMost(100, move),
        read(1),
        wait(5000),
        allow(0),
        read(2),
      ],
    })),
  ]);
}

/** The time of day jumps while a client waits for answers that were lost. */
export function steppedWaits(): Play[] {
  return both.flatMap((move) =>
    [-3_600_000, 3_600_000].map((byMs): Play => ({
      n: 3,
      moves: [
        write(1, 'old'),
        cut(everything, 2, 900),
        {
          kind: 'fault',
          fault: ({ clients }, nowMs) => ({
            kind: 'clock-step',
            at: { node: clients[0] ?? '', atMs: nowMs + 400 },
            byMs,
          }),
        },
        move,
        read(2),
      ],
    })),
  );
}

/** A client dies, or pauses for long, at each part of a write; the others must not depend on it. */
export function absentClients(): Play[] {
  return [4, 8, 13, 18, 24, 110].flatMap((inMs) =>
    [null, 9500].map((forMs): Play => ({
      n: 3,
      moves: [
        write(1, 'old'),
        {
          kind: 'fault',
          fault: ({ clients }, nowMs) => {
            const at = { node: clients[0] ?? '', atMs: nowMs + 2 + inMs };
            return forMs === null
              ? { kind: 'crash', at, restartAfterMs: null }
              : { kind: 'pause', at, forMs };
          },
        },
        atMost(300, write(0, 'gone')),
        read(1),
        write(2, 'new'),
        read(1),
        write(1, 'newer'),
        read(2),
        ...(forMs === null ? [] : [allow(0, {}, forMs + 500), read(1)]),
      ],
    })),
  );
}

/** The sets of `size` numbers from 1 to `n`. */
function subsetsOf(n: number, size: number, from = 1): number[][] {
  if (size === 0) return [[]];
  const sets: number[][] = [];
  for (let first = from; first <= n; first++) {
    for (const rest of subsetsOf(n, size - 1, first + 1)) sets.push([first, ...rest]);
  }
  return sets;
}
