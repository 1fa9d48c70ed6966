import {
  defineScenario,
  type AnyScenario,
  type Json,
  type Prng,
  type Scenario,
  type Script,
} from 'partial-failure/kit';
import { Callers, CLIENTS, cluster, mayCrashOf, replicasOf, type Work } from './scenarios/cluster.ts';
import { drawnScenarios } from './scenarios/commands.ts';
import { conduct } from './scenarios/conductor.ts';
import { atMost, LINK_MS, perform, read, restarts, write, type Play } from './scenarios/play.ts';
import * as crash from './scenarios/plays-crash.ts';
import * as moments from './scenarios/plays-moments.ts';
import * as outage from './scenarios/plays-outage.ts';
import * as split from './scenarios/plays-split.ts';

/** A scenario of directed runs, with fixed times of messages and disks. */
function plays(
  n: number,
  id: string,
  category: string,
  cases: readonly Play[],
  more: Partial<Pick<Scenario<Play>, 'title' | 'visible' | 'endMs' | 'sweep'>> = {},
): AnyScenario {
  return defineScenario<Play>({
    id,
    title: category,
    visible: false,
    category,
    endMs: 100_000,
    cases,
    nodes: ({ case: play }) => cluster(play.ids?.replicas ?? replicasOf(n), play.ids?.clients),
    link: () => ({ minMs: LINK_MS, maxMs: LINK_MS }),
    disk: { minMs: 6, maxMs: 6 },
    script: (script, { case: play }) => perform(script, play),
    direct: ({ case: play }) => conduct(play),
    mayCrash: mayCrashOf(replicasOf(n)),
    ...more,
  });
}

/** A client's calls: reads and writes as they are drawn, each value written once. */
function drawWork(client: string, count: number, draw: Prng, gapMaxMs: number, writesInTen: number): Work {
  const calls = Array.from({ length: count }, (_, i) => {
    const afterMs = draw.int(1, gapMaxMs);
    const value: Json = `${client.charAt(0)}${i + 1}`;
    return draw.chance(writesInTen, 10)
      ? ({ method: 'write', value, afterMs } as const)
      : ({ method: 'read', afterMs } as const);
  });
  return { client, calls };
}

/** Three clients at once. They begin nothing new after `untilMs`; then everything settles and each reads once. */
function workload(script: Script, count: number, gapMaxMs: number, untilMs: number, writesInTen = 6): void {
  const callers = new Callers(script);
  let working = CLIENTS.length;
  let finishing = false;
  const finish = (): void => {
    if (finishing) return;
    finishing = true;
    callers.finish();
  };
  for (const client of CLIENTS) {
    const work = drawWork(client, count, script.draw.fork(client), gapMaxMs, writesInTen);
    callers.work(work, untilMs, () => {
      if (--working === 0) finish();
    });
  }
  script.at(untilMs, finish);
}

/** Faults of every kind, drawn, for a while. */
function storm(
  n: number,
  runs: number,
  id: string,
  category: string,
  mix: (replicas: readonly string[]) => NonNullable<AnyScenario['sample']>['mix'],
): AnyScenario {
  return defineScenario({
    id,
    title: category,
    visible: false,
    category,
    endMs: 40_000,
    nodes: () => cluster(replicasOf(n)),
    script: (script) => workload(script, n > 3 ? 3 : 4, 500, 5000),
    mayCrash: mayCrashOf(replicasOf(n)),
    sample: { runs, mix: mix(replicasOf(n)) },
  });
}

const losses = {
  untilMs: 4000,
  dropPercent: 35,
  duplicate: { percent: 30, after: { minMs: 0, maxMs: 500 } },
  delay: { percent: 40, by: { minMs: 20, maxMs: 1500 } },
};
const everyone = (replicas: readonly string[]): string[] => [...replicas, ...CLIENTS];
const partitions = (replicas: readonly string[]) => ({
  partition: { nodes: everyone(replicas), max: 4, forMs: { minMs: 100, maxMs: 2000 } },
});
const restartMix = (replicas: readonly string[]) => ({
  crash: { nodes: replicas, max: 6, restartAfter: { minMs: 20, maxMs: 600 } },
  slowDisk: { nodes: replicas, by: { minMs: 10, maxMs: 270 } },
});
const clientMix = {
  pause: { nodes: CLIENTS, max: 3, forMs: { minMs: 50, maxMs: 4000 } },
  clockStep: { nodes: CLIENTS, max: 4, byMs: 3_600_000 },
};

export default [
  defineScenario({
    id: 'calm',
    title: 'Three clients, nothing goes wrong',
    visible: true,
    category: 'no fault',
    endMs: 60_000,
    nodes: () => cluster(replicasOf(5)),
    script: (script) => workload(script, 14, 60, 50_000),
  }),
  plays(5, 'one-replica-down', 'replicas die', outage.deadFromTheStart(5).slice(0, 1), {
    title: 'Two replicas of five are down',
    visible: true,
  }),
  plays(
    5,
    'half-a-write',
    'a write is cut in half',
    [
      {
        n: 5,
        fixedReplicas: true,
        clients: CLIENTS,
        moves: [
          atMost(700, write(0, 'new', { first: [1, 2, 3], then: [1] })),
          read(1, { first: [1, 2, 3] }),
          read(2, { first: [3, 4, 5] }),
        ],
      },
      {
        n: 5,
        fixedReplicas: true,
        clients: CLIENTS,
        moves: [
          atMost(700, write(0, 'new', { first: [1, 2, 3], then: [1] })),
          atMost(1200, read(1, { first: [1, 2, 3], then: [] })),
          read(2, { first: [3, 4, 5] }),
        ],
      },
    ],
    { title: 'A write reaches one replica, then two clients read', visible: true },
  ),
  plays(
    5,
    'restart',
    'a replica restarts',
    [
      {
        n: 5,
        fixedReplicas: true,
        clients: CLIENTS,
        moves: [
          write(0, 'old'),
          write(0, 'new', { first: [1, 2, 3], then: [1, 2, 3] }),
          restarts,
          read(1, { first: [3, 4, 5] }),
        ],
        crash: {
          replica: 3,
          fromMove: 1,
          at: { messages: 2, to: 0 },
          openWritesDone: 0,
          restartAfterMs: 150,
        },
      },
    ],
    { title: 'A replica restarts just after it answered', visible: true },
  ),

  plays(
    3,
    'turns',
    'no fault',
    split.turns().filter(({ n }) => n === 3),
  ),
  plays(
    5,
    'turns-of-five',
    'no fault',
    split.turns().filter(({ n }) => n === 5),
  ),
  plays(3, 'values', 'unusual values', split.values()),
  defineScenario({
    id: 'far',
    title: 'far apart',
    visible: false,
    category: 'no fault',
    endMs: 60_000,
    nodes: () => cluster(replicasOf(4)),
    link: () => ({ minMs: 50, maxMs: 50 }),
    disk: { minMs: 20, maxMs: 20 },
    script: (script) => workload(script, 4, 100, 20_000),
  }),
  plays(3, 'two-sides-of-three', 'the network is split', split.twoSides(3)),
  plays(4, 'two-sides-of-four', 'the network is split, four replicas', split.twoSides(4)),
  plays(5, 'two-sides-of-five', 'the network is split', split.twoSides(5)),
  ...[3, 5].map((n) =>
    plays(
      n,
      `after-silence-of-${n === 3 ? 'three' : 'five'}`,
      'only a minority answers at first',
      split.afterSilence().filter((play) => play.n === n),
    ),
  ),
  plays(3, 'minority-first-of-three', 'only a minority answers at first', split.minorityFirst(3)),
  plays(5, 'minority-first-of-five', 'only a minority answers at first', split.minorityFirst(5)),
  plays(3, 'late-answers', 'answers come late', [
    ...split.lateAnswers().filter(({ n }) => n === 3),
    ...split.answersOfEarlierOperations(),
  ]),
  plays(
    5,
    'late-answers-of-five',
    'answers come late',
    split.lateAnswers().filter(({ n }) => n === 5),
  ),
  plays(3, 'late-questions', 'answers come late', split.lateQuestions()),
  plays(3, 'overtaken-by-half', 'a store is overtaken', split.overtakenByHalf()),
  plays(3, 'overtaken-stores', 'a store is overtaken', split.overtakenStores()),
  plays(3, 'deaf-writers', 'a writer hears nothing for long', split.deafWriters()),
  plays(3, 'slow-readers', 'a reader is slow', split.slowReaders()),
  plays(3, 'other-ids', 'two writers at once', split.otherIds()),
  plays(3, 'two-writers', 'two writers at once', split.twoWriters()),
  plays(3, 'late-news', 'two writers at once', split.lateNews()),
  plays(3, 'half-writes', 'a write is cut in half', split.halfWrites()),
  plays(3, 'second-writers', 'a second writer', split.secondWriters()),
  plays(3, 'cut-off-writers', 'the network is split', moments.cutOffWriters()),
  plays(3, 'half-and-read', 'a write is cut in half', moments.halfAndRead()),
  plays(3, 'late-after-restart', 'a replica restarts', moments.lateAfterRestart()),

  plays(3, 'after-answers', 'a replica restarts', crash.afterAnswers()),
  plays(3, 'busy-disk', 'a replica with a slow disk restarts', crash.whileTheDiskIsBusy()),
  plays(3, 'stores-at-once', 'a replica with a slow disk restarts', crash.twoStoresAtOnce()),
  plays(3, 'after-storing-back', 'a replica restarts', crash.afterStoringBack()),
  plays(3, 'waking-up', 'a replica restarts', crash.wakingUp()),
  plays(3, 'every-step', 'a replica restarts', crash.atEveryStep()),
  plays(3, 'one-after-the-other', 'replicas restart', crash.oneAfterTheOther()),

  plays(3, 'dead-of-three', 'replicas die', outage.deadFromTheStart(3)),
  plays(4, 'dead-of-four', 'replicas die', outage.deadFromTheStart(4)),
  plays(5, 'dead-of-five', 'replicas die', outage.deadFromTheStart(5)),
  plays(3, 'dead-after-an-answer', 'replicas die', outage.deadAfterAnAnswer()),
  plays(3, 'others-die-later-of-three', 'replicas come back, others die', outage.othersDieLater(3)),
  plays(5, 'others-die-later-of-five', 'replicas come back, others die', outage.othersDieLater(5)),
  plays(3, 'blackouts', 'everything is lost for a moment', outage.blackouts()),
  plays(3, 'long-outages', 'a client is cut off for long', outage.longOutages()),
  ...[3, 5].map((n) =>
    plays(n, `disagreement-of-${n === 3 ? 'three' : 'five'}`, 'a client pauses or dies', [
      ...outage.disagreements().filter((play) => play.n === n),
    ]),
  ),
  plays(3, 'stepped-waits', 'the clock steps', outage.steppedWaits()),
  plays(3, 'absent-clients', 'a client pauses or dies', outage.absentClients()),

  storm(5, 4, 'storm-of-five', 'messages are lost, late and doubled', (replicas) => ({
    ...losses,
    ...partitions(replicas),
    ...clientMix,
  })),
  storm(3, 6, 'storm-of-three', 'messages are lost, late and doubled', (replicas) => ({
    ...losses,
    ...partitions(replicas),
    ...clientMix,
  })),
  storm(4, 2, 'storm-of-four', 'messages are lost, late and doubled', (replicas) => ({
    ...losses,
    ...partitions(replicas),
  })),
  storm(3, 8, 'restarts-of-three', 'everything at once, restarts too', (replicas) => ({
    ...losses,
    ...restartMix(replicas),
  })),
  storm(5, 3, 'restarts-of-five', 'everything at once, restarts too', (replicas) => ({
    ...losses,
    ...partitions(replicas),
    ...restartMix(replicas),
    ...clientMix,
  })),
  storm(5, 2, 'deaths-of-five', 'replicas die', (replicas) => ({
    ...losses,
    crash: { nodes: replicas, max: 2, restartAfter: null },
  })),
  ...drawnScenarios,
];
