import { fault, linksBetween, type AnyScenario } from 'partial-failure/kit';
import * as leaders from './scenarios/leaders.ts';
import { idsOf, plays, SIX_MS, USUAL_DISK, USUAL_LINK } from './scenarios/play.ts';
import * as twins from './scenarios/twins.ts';

const HOUR_MS = 3_600_000;
const usual = { link: USUAL_LINK, disk: USUAL_DISK };
const words = ['', '', '', 'three', 'four', 'five'];

/** Something happens to the leader, 1.5 s after the start. */
const blow = (n: number, ...blows: readonly (readonly [atMs: number, leaders.Blow])[]) => ({
  director: leaders.whenThereIsALeader(idsOf(n), blows),
});
/** Groups that are cut off from each other for a while. */
const groups = (parts: readonly (readonly string[])[], untilMs: number, fromMs = 0) => ({
  faults: parts.flatMap((part, i) =>
    parts.slice(i + 1).map((other) => fault.cut(linksBetween(part, other), { fromMs, untilMs })),
  ),
});
const alone = (n: number, untilMs: number) =>
  groups(
    idsOf(n).map((id) => [id]),
    untilMs,
  );
/** Safety alone: two candidates of one term, and what comes of it within a second. */
const duel = { n: 3, endMs: twins.AT + 400 };
const everyStep = (node: string, untilMs: number) => ({
  crash: { nodes: [node], restartAfterMs: 20 },
  between: { minMs: twins.AT, maxMs: untilMs },
});

export default [
  plays({ id: 'calm', title: 'A calm start', category: 'no fault', n: 3, healMs: 0, whole: true, ...usual }),
  plays(
    {
      id: 'leader-crashes',
      title: 'The leader crashes',
      category: 'the leader crashes',
      n: 3,
      healMs: 2500,
      ...usual,
    },
    [blow(3, [1500, leaders.crashes(700)]), blow(3, [1500, leaders.crashes(20)])],
  ),
  plays(
    {
      id: 'leader-pauses',
      title: 'The leader pauses for 3 s',
      category: 'the leader pauses',
      n: 3,
      healMs: 5000,
      ...usual,
    },
    [blow(3, [1500, leaders.pauses(3000)])],
  ),
  plays(
    {
      id: 'two-against-three',
      title: 'Two against three',
      category: 'the network is split',
      n: 5,
      healMs: 6500,
      ...usual,
    },
    [blow(5, [1500, leaders.withSome(1, 5000)])],
  ),

  ...[3, 4, 5].map((n) =>
    plays({
      id: `lock-step-of-${words[n] ?? ''}`,
      category: 'all in step',
      n,
      healMs: 0,
      link: { minMs: 10, maxMs: 10 },
      disk: SIX_MS,
      more: { driftPpm: 0 },
    }),
  ),
  plays(
    { ...duel, id: 'followed', category: 'a follower restarts', endMs: 3400, ...usual },
    idsOf(3).map((id) => ({
      faults: [twins.fresh(id, 1600), fault.crash(id, { atMs: 2600, restartAfterMs: 20 })],
    })),
  ),
  ...[4, 5].map((n) =>
    plays({ id: `calm-of-${words[n] ?? ''}`, category: 'no fault', n, healMs: 0, ...usual }),
  ),

  plays({ ...duel, id: 'race', category: 'two candidates at once' }, [
    ...[0, 1, 3, 5, 6, 7, 9, 14, 25].flatMap((byMs) =>
      twins.trios.slice(0, 2).map((trio) => twins.race(trio, byMs)),
    ),
    ...[2, 10, 30, 55].flatMap((byMs) => twins.trios.slice(2, 4).map((trio) => twins.slowRace(trio, byMs))),
    ...twins.trios.slice(4).map((trio) => twins.openRace(trio)),
  ]),
  ...twins.trios.slice(0, 4).flatMap((trio, i) => [
    plays(
      {
        ...duel,
        id: `voter-restarts-${i + 1}`,
        category: 'a voter restarts',
        more: { sweep: everyStep(trio.voter, twins.AT + 40) },
      },
      [twins.voterRestarts(trio)],
    ),
    plays(
      {
        ...duel,
        id: `busy-voter-restarts-${i + 1}`,
        category: 'a voter with a slow disk restarts',
        more: { sweep: everyStep(trio.voter, twins.AT + 60) },
      },
      [twins.voterRestarts(trio, 30)],
    ),
    plays(
      {
        ...duel,
        id: `busy-candidate-restarts-${i + 1}`,
        category: 'a candidate with a slow disk restarts',
        more: { sweep: everyStep(trio.a, twins.AT + 60) },
      },
      [twins.leaderRestarts(trio, 60)],
    ),
    plays(
      {
        ...duel,
        id: `candidate-restarts-${i + 1}`,
        category: 'a candidate restarts',
        more: { sweep: everyStep(trio.a, twins.AT + 40) },
      },
      [twins.leaderRestarts(trio)],
    ),
  ]),
  plays(
    { ...duel, id: 'older-request', category: 'an old request comes late', endMs: twins.AT + 1200 },
    [4, 16, 22, 30].flatMap((olderAtMs) =>
      twins.trios.slice(0, 4).map((trio) => twins.olderRequest(trio, olderAtMs)),
    ),
  ),
  plays(
    { ...duel, id: 'vote-overtaken', category: 'a voter with a slow disk', endMs: twins.AT + 1200 },
    twins.trios.slice(0, 4).map((trio) => twins.voteOvertaken(trio)),
  ),
  plays({ id: 'votes-of-two-terms', category: 'votes of two terms', n: 5, endMs: twins.AT + 1200 }, [
    twins.votesOfTwoTerms('n1'),
    twins.votesOfTwoTerms('n5'),
  ]),
  plays(
    { ...duel, id: 'after-retiring', category: 'a leader hears nobody', endMs: twins.AT + 2700 },
    [700, 840, 980, 1060, 1120, 1200, 1340, 1480, 1620, 1760, 1900, 2040, 2180, 2320].flatMap((afterMs, i) =>
      twins.trios.slice(i % 4, (i % 4) + 1).map((trio) => twins.afterRetiring(trio, afterMs)),
    ),
  ),
  plays(
    { ...duel, id: 'late-vote', category: 'a vote comes late', endMs: twins.AT + 1000 },
    [3, 20, 60, 120].flatMap((afterMs) =>
      twins.trios.slice(0, 3).map((trio) => twins.lateVote(trio, afterMs)),
    ),
  ),
  plays(
    { ...duel, id: 'overtaken', category: 'the disk of a candidate is slow' },
    [40, 60, 90].flatMap((diskMs) => twins.trios.map((trio) => twins.overtaken(trio, diskMs))),
  ),
  ...[4, 5].map((n) =>
    plays(
      { id: `doubled-of-${words[n] ?? ''}`, category: 'messages are doubled', n, endMs: twins.AT + 300 },
      [twins.doubled(n, 'n1'), twins.doubled(n, 'n4')],
    ),
  ),

  plays({ id: 'alone', category: 'all are cut off from the start', n: 3, healMs: 3000, ...usual }, [
    alone(3, 3000),
  ]),
  plays({ id: 'alone-for-long', category: 'all are cut off for long', n: 3, healMs: 20_000, ...usual }, [
    alone(3, 20_000),
  ]),
  // How long a program that waits ever longer has left to wait is drawn: several runs, and only two nodes that could stand.
  plays(
    { id: 'alone-for-a-minute', category: 'all are cut off for long', n: 3, healMs: 60_000, ...usual },
    ['n1', 'n2', 'n3', 'n1'].map((dead) => ({
      faults: [...alone(3, 60_000).faults, fault.crash(dead, { atMs: 1, restartAfterMs: null })],
    })),
  ),
  plays({ id: 'halves', category: 'the network is split, four nodes', n: 4, healMs: 3000, ...usual }, [
    groups(
      [
        ['n1', 'n2'],
        ['n3', 'n4'],
      ],
      3000,
    ),
    groups(
      [
        ['n1', 'n4'],
        ['n2', 'n3'],
      ],
      3000,
    ),
  ]),
  plays({ id: 'split-of-five', category: 'the network is split', n: 5, healMs: 3000, ...usual }, [
    groups(
      [
        ['n1', 'n2'],
        ['n3', 'n4', 'n5'],
      ],
      3000,
    ),
    groups([['n1', 'n2'], ['n3', 'n4'], ['n5']], 3000),
  ]),

  plays({ id: 'pauses', category: 'the leader pauses', n: 3, healMs: 7500, ...usual }, [
    blow(3, [1500, leaders.pauses(1200)]),
    blow(3, [1500, leaders.pauses(5000)]),
    blow(3, [1200, leaders.pauses(3000)], [2600, leaders.pauses(3000)]),
  ]),
  plays({ id: 'cut-off-leader', category: 'the leader is cut off', n: 3, healMs: 6500, ...usual }, [
    blow(3, [1500, leaders.cutOff('both', 4500)]),
    blow(3, [1500, leaders.cutOff('in', 4500)]),
    blow(3, [1500, leaders.cutOff('out', 4500)]),
    blow(3, [1500, leaders.cutOff('both', 700)]),
    blow(3, [1500, leaders.cutOffAndStepped(-HOUR_MS, 4500)]),
    blow(3, [1500, leaders.cutOffAndStepped(HOUR_MS, 4500)]),
  ]),
  plays(
    { id: 'cut-off-leader-of-five', category: 'the leader is cut off', n: 5, healMs: 6500, ...usual },
    [
      blow(5, [1500, leaders.cutOff('in', 4500)]),
      blow(5, [1500, leaders.withoutOne(4500)]),
      blow(5, [1500, leaders.withSome(1, 4500)], [8000, leaders.cutOff('both', 4500)]),
    ].slice(0, 2),
  ),
  plays({ id: 'cut-off-leader-of-four', category: 'the leader is cut off', n: 4, healMs: 6500, ...usual }, [
    blow(4, [1500, leaders.withSome(1, 4500)]),
    blow(4, [1500, leaders.withoutOne(4500)]),
  ]),
  plays({ id: 'stays-down', category: 'nodes stay down', n: 3, healMs: 2500, ...usual }, [
    blow(3, [1500, leaders.crashes(null)]),
    blow(3, [1500, leaders.diesAround(-HOUR_MS, -50)]),
    blow(3, [1500, leaders.diesAround(-HOUR_MS, 60)]),
    blow(3, [1500, leaders.diesAround(HOUR_MS, 60)]),
  ]),
  plays({ id: 'far-ahead', category: 'a node comes back from a long cut', n: 3, healMs: 6500, ...usual }, [
    blow(3, [1500, leaders.cutOffFollower(4500)]),
    blow(3, [1500, leaders.cutOffFollower(4500)], [5900, leaders.followerDies]),
  ]),
  plays({ id: 'two-stay-down', category: 'nodes stay down', n: 5, healMs: 4500, ...usual }, [
    blow(5, [1500, leaders.crashes(null)], [3500, leaders.crashes(null)]),
  ]),
  plays({ id: 'one-of-four-stays-down', category: 'nodes stay down', n: 4, healMs: 2500, ...usual }, [
    blow(4, [1500, leaders.crashes(null)]),
  ]),
  plays({ id: 'restarts', category: 'nodes restart', n: 3, healMs: 5000, ...usual }, [
    blow(3, [1500, leaders.followerRestarts(20)], [1800, leaders.followerRestarts(100)]),
    blow(3, [1500, leaders.crashes(20)], [2800, leaders.crashes(20)], [4200, leaders.followerRestarts(20)]),
  ]),
  plays({ id: 'slow-links', category: 'messages are slow', n: 3, healMs: 4000, ...usual }, [
    {
      faults: [
        fault.slowLink(linksBetween(['n1', 'n3'], ['n2']).concat(linksBetween(['n1'], ['n3'])), {
          fromMs: 0,
          untilMs: 4000,
          byMs: 300,
        }),
      ],
    },
    {
      faults: [
        fault.slowLink(linksBetween(['n1', 'n3'], ['n2']).concat(linksBetween(['n1'], ['n3'])), {
          fromMs: 0,
          untilMs: 4000,
          byMs: 650,
        }),
      ],
    },
  ]),

  ...[3, 3, 4, 5].map((n, i) =>
    plays({
      id: `storm-${i + 1}`,
      category: 'everything at once',
      n,
      healMs: 8500,
      ...usual,
      more: {
        sample: {
          runs: 2,
          mix: {
            untilMs: 6000,
            dropPercent: 30,
            duplicate: { percent: 30, after: { minMs: 0, maxMs: 400 } },
            delay: { percent: 30, by: { minMs: 20, maxMs: 900 } },
            crash: { nodes: idsOf(n), max: 8, restartAfter: { minMs: 20, maxMs: 800 } },
            pause: { nodes: idsOf(n), max: 4, forMs: { minMs: 50, maxMs: 2500 } },
            clockStep: { nodes: idsOf(n), max: 3, byMs: HOUR_MS },
            partition: { nodes: idsOf(n), max: 3, forMs: { minMs: 200, maxMs: 3000 } },
            slowDisk: { nodes: idsOf(n), by: { minMs: 10, maxMs: 180 } },
          },
        },
      },
    }),
  ),
] satisfies AnyScenario[];
