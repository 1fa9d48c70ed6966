import { linksBetween, linksFrom, type LinkKey, type NodeId } from 'partial-failure/kit';
import {
  allow,
  atMost,
  lossOf,
  read,
  wait,
  write,
  type Cast,
  type Move,
  type Passage,
  type Play,
} from './play.ts';

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

/** A client dies, now. */
function die(client: number): Move {
  return {
    kind: 'fault',
    fault: ({ clients }, atMs) => ({
      kind: 'crash',
      at: { node: clients[client] ?? '', atMs },
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
const few = some.slice(0, 3);
const both = [write(0, 'a'), read(0)] as const;

/** Each set of as many replicas as may be down is dead from the start. */
export function deadFromTheStart(n: number): Play[] {
  return subsetsOf(n, Math.ceil(n / 2) - 1).map((dead) => ({
    n,
    fixedReplicas: true,
    moves: [...dead.map(kill), ...some.slice(0, 4)],
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
      return {
        n,
        fixedReplicas: true,
        moves: [...absence, ...few, wait(2600), ...dead.map(kill), ...few, read(2)],
      };
    });
  });
}

/** Everything is lost for a while, from each moment of an operation on. */
export function blackouts(): Play[] {
  const moments = [0, 8, 13, 18, 23, 28, 60, 205];
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

/**
 * A client is cut off for long. Each of these ends when the client has just tried in vain, so that pauses which grow
 * without a sensible limit are met at their full length.
 */
export function longOutages(): Play[] {
  const cutOff = (move: Move, outageMs: number, onceHeard: boolean): Play => ({
    n: 3,
    moves: [
      write(1, 'old'),
      ...(onceHeard ? [] : [cut(linksOfClient(0), 0, outageMs)]),
      atMost(100, onceHeard ? withPassage(move, { onceHeard: { cutMs: outageMs } }) : move),
      read(1),
      write(2, 'new'),
      wait(outageMs - 400),
      read(1),
      allow(0),
      read(2),
    ],
  });
  const [writing, reading] = both;
  return [
    // A write reaches one replica at most, in its first part or in its second, and then all.
    ...[
      { blockedMs: 20_000, passage: { first: [1] } },
      { blockedMs: 50_000, passage: { first: [1, 2], then: [1] } },
    ].map(({ blockedMs, passage }) => ({
      n: 3,
      moves: [
        write(1, 'old'),
        atMost(blockedMs, withPassage(writing, passage)),
        read(1, { first: [2, 3], then: [2, 3] }),
        lossOf(0),
        allow(0),
        read(2),
      ],
    })),
    // A read that cannot go on; others have written since the one before, and go on.
    {
      n: 3,
      moves: [
        write(1, 'old'),
        reading,
        write(2, 'new'),
        atMost(100, withPassage(reading, { first: [1] })),
        write(1, 'newer'),
        wait(26_000),
        lossOf(0),
        allow(0),
        read(1),
      ],
    },
    // A read that has heard of half a write and cannot store it back.
    {
      n: 3,
      moves: [
        write(1, 'old'),
        atMost(100, write(2, 'half', { first: [1, 2], then: [1] })),
        die(2),
        atMost(22_000, withPassage(reading, { first: [1, 2], then: [1] })),
        read(1, { first: [2, 3], then: [2, 3] }),
        lossOf(0),
        allow(0),
        read(1),
      ],
    },
    cutOff(writing, 11_000, false),
    cutOff(writing, 14_000, true),
    cutOff(reading, 13_000, false),
    // The answers alone are lost, or the requests alone.
    ...[
      { move: writing, deaf: true },
      { move: reading, deaf: false },
    ].map(({ move, deaf }) => ({
      n: 3,
      moves: [
        write(1, 'old'),
        cut(
          ({ clients, replicas }) =>
            deaf ? linksFrom(replicas, clients.slice(0, 1)) : linksFrom(clients.slice(0, 1), replicas),
          0,
          5000,
        ),
        atMost(700, move),
        read(1),
        write(2, 'new'),
        read(1),
        wait(5000),
        read(2),
        allow(0),
        read(1),
      ],
    })),
  ];
}

/** Writers died, each having told some replicas; no majority has the same. Whoever is left must get on with that. */
export function disagreements(): Play[] {
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
    ...[4, 13, 24].flatMap((inMs) => [
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
