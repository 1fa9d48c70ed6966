import type { NodeId } from 'partial-failure/kit';
import {
  atMost,
  read,
  restarts,
  until,
  wait,
  write,
  type CrashPlan,
  type Move,
  type Passage,
  type Play,
} from './play.ts';

/** Plays for three replicas, one of which crashes and restarts. */
const RESTART_MS = 120;
/** Below the 300 ms that the brief allows, the disk's own time included. */
const SLOW_MS = 270;
const BLOCKED_MS = 700;

/** From now on the disks of these replicas are slow, for a while. */
function slow(...replicas: readonly number[]): Move[] {
  return replicas.map((replica) => ({
    kind: 'fault',
    fault: (cast, nowMs) => ({
      kind: 'slow-disk',
      node: nameOf(cast.replicas, replica),
      fromMs: nowMs,
      untilMs: nowMs + 4000,
      byMs: SLOW_MS,
    }),
  }));
}

/** A replica crashes now. */
function crashNow(replica: number, restartAfterMs: number): Move {
  return {
    kind: 'fault',
    fault: (cast, atMs) => ({
      kind: 'crash',
      at: { node: nameOf(cast.replicas, replica), atMs },
      restartAfterMs,
    }),
  };
}

function nameOf(ids: readonly NodeId[], number: number): NodeId {
  return ids[number - 1] ?? '';
}

const pair = (a: number, b: number): Passage => ({ first: [a, b], then: [a, b] });

/** The moves, the crash counted from the one before which the marker stands. */
function play(
  before: readonly Move[],
  after: readonly Move[],
  crash: Omit<CrashPlan, 'fromMove'>,
  apart = true,
): Play {
  return {
    n: 3,
    moves: [...before, ...after],
    crash: { ...crash, fromMove: before.length },
    ...(apart && { apart: 'at first' }),
  };
}

/** A write is stored on two; one of them crashes after each of its messages to the writer; then it is asked. */
export function afterAnswers(): Play[] {
  return [1, 2, 3, 4].flatMap((messages) =>
    (messages <= 2 ? [0, 1] : [0]).flatMap((openWritesDone) =>
      [false, true].flatMap((isSlow) =>
        [false, true].map((doubled) =>
          play(
            [write(0, 'old'), ...(isSlow ? slow(2) : [])],
            [write(0, 'new', { ...pair(1, 2), doubled }), restarts, read(1, pair(2, 3)), read(2, pair(3, 2))],
            { replica: 2, at: { messages, to: 0 }, openWritesDone, restartAfterMs: RESTART_MS },
            !doubled,
          ),
        ),
      ),
    ),
  );
}

/**
 * A store has reached one replica, whose disk is slow. Another client's operation hears of it and relies on that
 * replica, which crashes after each of its messages to that client.
 */
export function whileTheDiskIsBusy(): Play[] {
  const seconds = [read(1, pair(1, 2)), write(1, 'newer', pair(1, 2))];
  const plays = seconds.flatMap((second) =>
    (second.kind === 'call' && second.method === 'read' ? [1, 2, 3] : [1, 2]).flatMap((messages) =>
      [1, 100].flatMap((laterMs) =>
        (laterMs === 1 ? [0, 1] : [0]).map((openWritesDone) =>
          play(
            [
              write(0, 'old'),
              ...slow(1),
              until([1], write(0, 'new', { first: [1, 2], then: [1], once: [1] })),
              wait(laterMs),
            ],
            [atMost(BLOCKED_MS, second), restarts, read(2, pair(1, 3)), read(1, pair(3, 1))],
            { replica: 1, at: { messages, to: 1 }, openWritesDone, restartAfterMs: RESTART_MS },
          ),
        ),
      ),
    ),
  );
  // Two replicas report the same, and neither has it on its disk.
  const bothSlow = [[], [1, 2]].flatMap((then) =>
    [1, 2].flatMap((messages) =>
      [1, 100].map((laterMs) =>
        play(
          [
            write(0, 'old'),
            ...slow(1, 2),
            until([1, 2], write(0, 'new', { ...pair(1, 2), once: [1, 2] })),
            wait(laterMs),
          ],
          [
            atMost(BLOCKED_MS, read(1, { first: [1, 2], then })),
            restarts,
            read(2, pair(1, 3)),
            read(1, pair(3, 1)),
          ],
          { replica: 1, at: { messages, to: 1 }, openWritesDone: 0, restartAfterMs: RESTART_MS },
        ),
      ),
    ),
  );
  return [...plays, ...bothSlow];
}

/** Two stores meet at a replica with a slow disk, the older one after (or before) the newer; it crashes after answering. */
export function twoStoresAtOnce(): Play[] {
  const casts = [
    ['anna', 'ben', 'cleo'],
    ['ben', 'anna', 'cleo'],
  ];
  const writes = casts.flatMap((clients) =>
    [20, -20].flatMap((afterMs) =>
      [1, 2].map((messages) => ({
        ...play(
          [
            write(2, 'old'),
            ...slow(1),
            until('sent', write(1, 'b', { first: [1, 2], then: [], storeLate: { to: 1, byMs: 700 } })),
          ],
          [
            atMost(1500, write(0, 'a', { first: [2, 3], then: [2], meetsLate: { at: 1, afterMs } })),
            restarts,
            read(2, pair(1, 3)),
          ],
          { replica: 1, at: { messages, to: 0 }, openWritesDone: 0, restartAfterMs: RESTART_MS },
        ),
        clients,
      })),
    ),
  );
  return [...writes, ...storedBackMeanwhile(), storedBeforeTheAnswer()];
}

/** A read stores back at a replica that is busy saving another entry; it crashes after answering. */
function storedBackMeanwhile(): Play[] {
  return [2, 3].map((messages) => ({
    ...play(
      [
        write(2, 'old'),
        atMost(100, write(1, 'b', { first: [2, 3], then: [2] })),
        ...slow(1),
        until([1], write(0, 'a', { first: [1, 3], then: [1], once: [1] })),
      ],
      [atMost(BLOCKED_MS, read(2, pair(2, 1))), restarts, read(2, pair(1, 3))],
      { replica: 1, at: { messages, to: 2 }, openWritesDone: 0, restartAfterMs: RESTART_MS },
    ),
    clients: ['anna', 'ben', 'cleo'],
  }));
}

/** While a read waits for two replicas to save an entry, they are given a newer one; one of them crashes after answering. */
function storedBeforeTheAnswer(): Play {
  return {
    ...play(
      [
        write(1, 'old'),
        until('sent', write(2, 'b', { first: [2, 3], then: [], storeLate: { to: 1, and: 2, byMs: 700 } })),
        wait(550),
        ...slow(1, 2),
        until([1, 2], write(0, 'a', { ...pair(1, 2), once: [1, 2] })),
      ],
      [atMost(BLOCKED_MS, read(1, { first: [1, 2], then: [] })), restarts, read(1, pair(1, 3))],
      { replica: 1, at: { messages: 1, to: 1 }, openWritesDone: 0, restartAfterMs: RESTART_MS },
    ),
    clients: ['anna', 'ben', 'cleo'],
  };
}

/** A read stores back what only one replica had; the replica that it told crashes after each of its answers. */
export function afterStoringBack(): Play[] {
  return [1, 2, 3].flatMap((messages) =>
    [false, true].map((isSlow) =>
      play(
        [
          write(0, 'old'),
          ...(isSlow ? slow(2) : []),
          until([1], write(0, 'new', { first: [1, 2], then: [1], once: [1] })),
        ],
        [atMost(1200, read(1, pair(1, 2))), restarts, read(2, pair(2, 3)), read(1, pair(3, 2))],
        { replica: 2, at: { messages, to: 1 }, openWritesDone: 0, restartAfterMs: RESTART_MS },
      ),
    ),
  );
}

/** Requests wait for a replica that restarts, and reach it in the first moments after its boot. */
export function wakingUp(): Play[] {
  return [2, 3].flatMap((messages) =>
    [1, 7].flatMap((wakesToMs) =>
      [false, true].flatMap((isSlow) => {
        const crash = {
          replica: 2,
          at: { messages, to: 0 },
          openWritesDone: 0,
          restartAfterMs: 600,
          wakesToMs,
        };
        const before = [write(0, 'old'), ...(isSlow ? slow(2) : [])];
        return [
          play(
            before,
            [write(0, 'new', pair(1, 2)), wait(20), read(1, pair(2, 3)), read(2, pair(3, 2))],
            crash,
          ),
          play(
            before,
            [
              write(0, 'new', pair(1, 2)),
              wait(20),
              write(1, 'newer', { first: [1, 3], then: [1, 2] }),
              wait(400),
              read(2, pair(2, 3)),
              read(0, pair(3, 2)),
            ],
            crash,
          ),
        ];
      }),
    ),
  );
}

/** A replica crashes at every step of a write, with each number of open disk writes done. */
export function atEveryStep(): Play[] {
  const points = [
    ...Array.from({ length: 12 }, (_, step) => ({ step, openWritesDone: 0 })),
    ...[13, 15, 17, 19].map((step) => ({ step, openWritesDone: 0 })),
    ...Array.from({ length: 5 }, (_, step) => ({ step, openWritesDone: 1 })),
    ...Array.from({ length: 2 }, (_, step) => ({ step, openWritesDone: 2 })),
  ];
  const passages = [{ then: [1, 2, 3] }, { then: [2], once: [2] }];
  return points.flatMap(({ step, openWritesDone }) =>
    passages
      .slice(0, step < 12 ? 2 : 1)
      .map((passage) =>
        play(
          [write(0, 'old')],
          [
            atMost(BLOCKED_MS, write(0, 'new', { first: [1, 2], ...passage })),
            restarts,
            read(1, pair(2, 3)),
            read(2, pair(1, 3)),
            read(1, pair(3, 2)),
          ],
          { replica: 2, at: { step }, openWritesDone, restartAfterMs: RESTART_MS },
          !('once' in passage),
        ),
      ),
  );
}

/** Every replica restarts once, one after the other, and then again. */
export function oneAfterTheOther(): Play[] {
  const restart = (replica: number): Move[] => [crashNow(replica, 150), restarts];
  const three = [1, 2, 3].flatMap(restart);
  return [
    {
      n: 3,
      moves: [write(0, 'a'), ...three, read(1), write(2, 'b'), read(0), ...three, write(1, 'c'), read(2)],
    },
    {
      n: 3,
      moves: [
        write(0, 'a'),
        write(1, 'b', pair(1, 2)),
        ...restart(1),
        ...restart(2),
        read(2, pair(2, 3)),
        write(0, 'c', pair(1, 3)),
        ...restart(3),
        read(1, pair(3, 2)),
      ],
    },
    // The replica that restarts has missed one of the writes.
    {
      n: 3,
      moves: [
        write(0, 'a'),
        write(1, 'b', pair(1, 3)),
        write(0, 'c', pair(1, 2)),
        ...restart(2),
        read(2, pair(2, 3)),
        read(1, pair(3, 2)),
      ],
    },
  ];
}
