import { linksBetween, linksFrom, type LinkKey, type NodeId } from 'partial-failure/kit';
import { allow, atMost, read, wait, write, type Cast, type Move, type Passage, type Play } from './play.ts';

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
  return both.flatMap((move) => [
    ...moments.map((inMs) => ({
      n: 3,
      moves: [write(1, 'old'), cut(everything, 2 + inMs, 320), move, read(2)],
    })),
    ...[20, 600].map((cutMs) => ({
      n: 3,
      moves: [write(1, 'old'), withPassage(move, { onceHeard: { cutMs } }), read(2)],
    })),
  ]);
}

function withPassage(move: Move, passage: Passage): Move {
  return move.kind === 'call' ? { ...move, passage } : move;
}

/** A client is cut off for long, from its call on or once it has heard a majority; others work on, or only read. */
export function longOutages(): Play[] {
  const long = (outageMs: number, atCall: boolean, move: Move, working: boolean): Play => ({
    n: 3,
    moves: [
      write(1, 'old'),
      ...(atCall ? [cut(linksOfClient(0), 0, outageMs)] : []),
      atMost(
        working ? 100 : outageMs - 400,
        atCall ? move : withPassage(move, { onceHeard: { cutMs: outageMs } }),
      ),
      ...(working ? [read(1), write(2, 'new'), wait(outageMs - 400)] : []),
      read(1),
      allow(0),
      read(2),
    ],
  });
  return both.flatMap((move) => [
    // Of different lengths: a pause that grows without a sensible limit is not always caught at its longest.
    long(10_000, true, move, false),
    long(11_000, false, move, true),
    long(12_000, false, move, false),
    long(13_000, true, move, true),
    long(14_000, false, move, true),
    long(59_000, false, move, false),
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

/** Writers died, each having told some replicas; no majority has the same. Whoever is left must get on with that. */
export function disagreements(): Play[] {
  const die = (client: number): Move => ({
    kind: 'fault',
    fault: ({ clients }, atMs) => ({
      kind: 'crash',
      at: { node: clients[client] ?? '', atMs },
      restartAfterMs: null,
    }),
  });
  return [
    { n: 3, first: [1, 2], told: [[1], [2]] },
    {
      n: 5,
      first: [1, 2, 3],
      told: [
        [1, 2],
        [3, 4],
      ],
    },
  ].map(({ n, first, told: [one = [], two = []] }) => ({
    n,
    moves: [
      atMost(700, write(0, 'a', { first, then: one })),
      atMost(700, write(1, 'b', { first, then: two })),
      die(0),
      die(1),
      read(2),
      write(2, 'c'),
      read(2),
    ],
  }));
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
  const pauseMs = 9500;
  const meanwhile = (absence: readonly Move[], passage: Passage, comesBack: boolean): Play => ({
    n: 3,
    moves: [
      write(1, 'old'),
      ...absence,
      atMost(700, write(0, 'gone', passage)),
      read(1),
      write(2, 'new'),
      read(1),
      write(1, 'newer'),
      read(2),
      ...(comesBack ? [allow(0, {}, pauseMs + 500), read(1)] : []),
    ],
  });
  const absentAt = (inMs: number, forMs: number | null): Move => ({
    kind: 'fault',
    fault: ({ clients }, nowMs) => {
      const at = { node: clients[0] ?? '', atMs: nowMs + 2 + inMs };
      return forMs === null ? { kind: 'crash', at, restartAfterMs: null } : { kind: 'pause', at, forMs };
    },
  });
  return [
    ...[4, 13, 18, 24].flatMap((inMs) => [
      meanwhile([absentAt(inMs, null)], {}, false),
      meanwhile([absentAt(inMs, pauseMs)], {}, true),
    ]),
    meanwhile([], { onceHeard: 'dies' }, false),
    meanwhile([], { onceHeard: 'dies', then: [1] }, false),
    meanwhile([], { onceHeard: { pauseMs } }, true),
    meanwhile([], { onceHeard: { pauseMs }, then: [1] }, true),
  ];
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
