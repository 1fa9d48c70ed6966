import {
  byRule,
  callWhenFree,
  clockStep,
  combine,
  crash,
  cutOff,
  defineCommand,
  defineCommands,
  defineScenario,
  delayNext,
  doubleNext,
  fault,
  linksBetween,
  linksFrom,
  loseNext,
  pause,
  slowDisk,
  upon,
  wait,
  type Command,
  type Decider,
  type Fault,
  type InjectedFault,
  type NodeId,
  type Span,
  type Stage,
  type Sweep,
} from 'partial-failure/kit';
import { CLIENTS, cluster, replicasOf, workerOf } from './peers.ts';
import { finish, play, TAIL_MS, write, type Session } from './scenarios/sessions.ts';

const DAY_MS = 86_400_000;
const FAST: Span = { minMs: 2, maxMs: 9 };
const [ONE = '', TWO = '', THREE = ''] = CLIENTS;

interface Case {
  readonly sessions: readonly Session[];
  readonly faults?: readonly Fault[];
  readonly link?: (from: NodeId, to: NodeId) => Span;
  readonly direct?: () => Decider;
}

interface Shown {
  readonly id: string;
  readonly title: string;
  readonly visible?: boolean;
  readonly category: string;
  /** How many replicas. */
  readonly n: 3 | 5;
  readonly cases: readonly Case[];
  readonly endMs?: number;
  readonly link?: Span;
  readonly disk?: Span;
  readonly driftPpm?: number;
  readonly sweep?: Sweep;
}

function played({
  id,
  title,
  visible = false,
  category,
  n,
  cases,
  endMs = 30_000,
  link = FAST,
  ...more
}: Shown) {
  return defineScenario<Case>({
    id,
    title,
    visible,
    category,
    cases,
    endMs: endMs + TAIL_MS,
    disk: { minMs: 2, maxMs: 8 },
    ...more,
    nodes: () => cluster(replicasOf(n)),
    link: (from, to, { case: one }) => one.link?.(from, to) ?? link,
    direct: ({ case: { direct } }) => direct?.() ?? {},
    mayCrash: minorityOf(n),
    script: (script, { case: { sessions } }) => play(script, sessions),
  });
}

/** A minority of the replicas may be down at a time; a client always may. */
function minorityOf(n: number): Decider['mayCrash'] {
  const replicas = replicasOf(n);
  return (node, view) => !replicas.includes(node) || view.down(replicas) < Math.floor(n / 2);
}

/** Everybody at once, again and again. */
function contention(rounds: number, more: Partial<Session> = {}): Session[] {
  return CLIENTS.map((client, i) => ({ client, atMs: 20 + i, rounds, holdMs: 150, ...more }));
}

// ---- the first client hears one majority, the second another: one replica is in both

type Trouble = (shared: NodeId, nowMs: number) => readonly InjectedFault[];

const TROUBLES: readonly Trouble[] = [
  () => [],
  (node, atMs) => [fault.crash(node, { atMs, restartAfterMs: 40, openWritesDone: 0 })],
  (node, atMs) => [fault.crash(node, { atMs: atMs + 400, restartAfterMs: 40, openWritesDone: 0 })],
  (node, atMs) => [
    fault.crash(node, { atMs, restartAfterMs: 40, openWritesDone: 0 }),
    fault.crash(node, { atMs: atMs + 1_500, restartAfterMs: 40, openWritesDone: 0 }),
  ],
  (node, atMs) => [fault.clockStep(node, { atMs, byMs: DAY_MS })],
  (node, atMs) => [
    fault.clockStep(node, { atMs, byMs: -DAY_MS }),
    fault.clockStep(node, { atMs: atMs + 1_000, byMs: DAY_MS }),
  ],
  (node, atMs) => [fault.pause(node, { atMs, forMs: 2_000 })],
];

/** What happens to the shared replica, when the first client has just been granted the lock. */
function split(
  n: 3 | 5,
  trouble: Trouble,
  { slow = false, renewEveryMs = 1_000, secondMs = 700 } = {},
): Case {
  const replicas = replicasOf(n);
  const shared = replicas[(n - 1) / 2] ?? '';
  const near = replicas.slice(0, (n - 1) / 2);
  const far = replicas.slice((n + 1) / 2);
  const cut = new Set([...linksBetween([ONE, ...near], far), ...linksBetween([TWO], near)]);
  return {
    sessions: [
      { client: ONE, atMs: 20, holdMs: 6_000, renewEveryMs },
      { client: TWO, atMs: secondMs, holdMs: 300 },
    ],
    faults: slow ? [fault.slowDisk(shared, { fromMs: 0, untilMs: 600, byMs: 250 })] : [],
    direct: () => {
      let isGranted = false;
      return combine([
        byRule(({ message: { from, to } }, view) => {
          if (view.nowUs() < 9_000_000 && cut.has(`${from}>${to}`)) return 'drop';
          // What it asks early comes when the shared replica has restarted, and may still be reading its disk.
          return from === TWO && to === shared && view.nowUs() < 350_000 ? { delayMs: 400 } : 'pass';
        }),
        upon(({ kind, node, atUs }) => {
          if (isGranted || kind !== 'return' || node !== ONE) return [];
          isGranted = true;
          return trouble(shared, atUs / 1000);
        }),
      ]);
    },
  };
}

// ---- late messages

/** Of what a client sends to each of the others, every so manieth message is late. */
function everyNth(client: NodeId, every: number, offset: number, byMs: number): () => Decider {
  return () => {
    const sent = new Map<NodeId, number>();
    return byRule(({ message: { from, to } }, view) => {
      if (from !== client || view.nowUs() > 12_000_000) return 'pass';
      const count = sent.get(to) ?? 0;
      sent.set(to, count + 1);
      return count % every === offset ? { delayMs: byMs } : 'pass';
    });
  };
}

/** What a client sends to these replicas within a stretch of time is late. */
function lateWithin(
  client: NodeId,
  to: readonly NodeId[],
  [fromMs, untilMs]: readonly [number, number],
  byMs: number,
): () => Decider {
  return () =>
    byRule(({ message }, view) =>
      message.from === client &&
      to.includes(message.to) &&
      view.nowUs() >= fromMs * 1000 &&
      view.nowUs() < untilMs * 1000
        ? { delayMs: byMs }
        : 'pass',
    );
}

/** A fixed time for each link: each client is nearest to other replicas. */
function unfair(n: number): (from: NodeId, to: NodeId) => Span {
  const replicas = replicasOf(n);
  return (from, to) => {
    const client = Math.max(CLIENTS.indexOf(from), CLIENTS.indexOf(to));
    const replica = Math.max(replicas.indexOf(from), replicas.indexOf(to));
    const ms = 5 + 15 * ((replica + 2 * n - 2 * client) % n);
    return { minMs: ms, maxMs: ms };
  };
}

// ---- drawn commands

function drawn(n: 3 | 5, runs: number) {
  const replicas = replicasOf(n);
  const all = [...replicas, ...CLIENTS];
  const method = (name: 'renew' | 'release', weight: number): Command =>
    defineCommand<unknown, NodeId>({
      name,
      weight,
      every: CLIENTS,
      words: (client) => `${client} calls ${name}`,
      run: (stage, client) => callWhenFree(stage, client, name, [], 6_000),
    });
  return defineScenario({
    id: `commands-${n}`,
    title: `Drawn calls and faults, ${n} replicas`,
    visible: false,
    category: 'drawn sequences',
    endMs: 60_000 + TAIL_MS,
    disk: { minMs: 2, maxMs: 8 },
    nodes: () => cluster(replicas),
    link: () => FAST,
    script: () => undefined,
    mayCrash: minorityOf(n),
    commands: defineCommands({
      alphabet: [
        defineCommand<unknown, NodeId>({
          name: 'acquire',
          weight: 6,
          every: CLIENTS,
          words: (client) => `${client} asks for the lock`,
          run: (stage, client) => callWhenFree(stage, client, 'acquire', [], 9_000),
        }),
        method('renew', 3),
        method('release', 3),
        crash({ nodes: replicas, restartAfterMs: [40, 400], weight: 2 }),
        crash({ name: 'crash of a client', nodes: CLIENTS, restartAfterMs: [30] }),
        pause({ nodes: all, forMs: [1_200, 3_500] }),
        cutOff({ nodes: all, from: all, forMs: [600, 3_500] }),
        loseNext({ name: 'lose a message to', to: replicas[0] ?? '' }),
        ...CLIENTS.map((from) =>
          delayNext({ name: `delay the next message of ${from}`, from, byMs: [300, 2_500] }),
        ),
        delayNext({ name: 'delay the next answer', from: replicas[1] ?? '', byMs: [300, 2_500] }),
        doubleNext({ name: 'double a message', from: ONE, afterMs: [700] }),
        clockStep({ nodes: all, byMs: [DAY_MS, -DAY_MS] }),
        slowDisk({ nodes: replicas, byMs: [250], forMs: 1_000 }),
        wait({ ms: [1_000, 3_100] }),
      ],
      start: undefined,
      length: { min: 3, max: 9 },
      gapsMs: [50, 0, 8, 20, 200],
      runs,
      fromMs: 20,
      finish: lookAround,
    }),
  });
}

/** When every open call has had its time, each client takes the lock once more. */
function lookAround(stage: Stage): void {
  const { script } = stage;
  const sinceMs = script.nowMs();
  for (const operation of stage.operations)
    if (operation.method === 'acquire' && operation.status === 'ok') write(script, operation);
  const look = (): void => {
    const overMs = Math.max(sinceMs, script.faultsOverMs() === Infinity ? sinceMs : script.faultsOverMs());
    const isBusy = CLIENTS.some((client) => stage.isBusy(client));
    if (script.nowMs() < overMs || (isBusy && script.nowMs() < overMs + TAIL_MS)) script.after(50, look);
    else if (!isBusy) finish(script);
  };
  look();
}

const FIVE = replicasOf(5);
const ALL_FIVE = [...FIVE, ...CLIENTS];

export default [
  played({
    id: 'calm',
    title: 'One client, no fault',
    visible: true,
    category: 'no fault',
    n: 5,
    cases: [
      {
        sessions: [
          { client: ONE, atMs: 20, rounds: 3, holdMs: 2_500, renewEveryMs: 1_000 },
          { client: TWO, atMs: 9_000, rounds: 2 },
        ],
      },
    ],
  }),
  played({
    id: 'contention',
    title: 'Three clients want the lock at once',
    visible: true,
    category: 'contention',
    n: 5,
    cases: [{ sessions: contention(3) }],
  }),
  played({
    id: 'paused-holder',
    title: 'The holder stops for longer than its lease',
    visible: true,
    category: 'a paused holder',
    n: 5,
    cases: [400, 20].map((atMs) => ({
      sessions: [
        { client: ONE, atMs: 20, rounds: 2, holdMs: 2_000, renewEveryMs: 600, writesMs: [0, 6_500] },
        { client: TWO, atMs: 900, rounds: 2, holdMs: 400 },
      ],
      faults: [fault.pause(ONE, { atMs, forMs: 6_000 })],
    })),
  }),
  played({
    id: 'rolling-restart',
    title: 'All replicas restart, one after the other, while the lock is held',
    visible: true,
    category: 'restarts',
    n: 5,
    cases: [
      {
        sessions: [
          { client: ONE, atMs: 20, holdMs: 2_600, writesMs: [0, 2_600, 4_000] },
          { client: TWO, atMs: 300 },
        ],
        faults: FIVE.map((node, i) => fault.crash(node, { atMs: 600 + 200 * i, restartAfterMs: 60 })),
      },
    ],
  }),
  ...([3, 5] as const).map((n) =>
    played({
      id: `split-${n}`,
      title: `Two majorities that share one of ${n} replicas`,
      category: 'one replica in two majorities',
      n,
      cases: TROUBLES.flatMap((trouble) => [
        split(n, trouble),
        split(n, trouble, { slow: true, renewEveryMs: 4_000 }),
        split(n, trouble, { slow: true, secondMs: 60 }),
        split(n, trouble, { slow: true, secondMs: 130 }),
      ]),
    }),
  ),
  played({
    id: 'crash-anywhere',
    title: 'A replica crashes between two steps',
    category: 'restarts',
    n: 3,
    cases: [{ sessions: contention(1, { holdMs: 600 }).slice(0, 2) }],
    sweep: {
      crash: { nodes: replicasOf(3), restartAfterMs: 60 },
      between: { minMs: 0, maxMs: 1_500 },
      runsMax: 90,
    },
  }),
  played({
    id: 'client-crash-anywhere',
    title: 'A client crashes between two steps, and comes back',
    category: 'clients that come back',
    n: 3,
    cases: [{ sessions: contention(2, { holdMs: 300 }).slice(0, 2) }],
    sweep: { crash: { nodes: [ONE], restartAfterMs: 40 }, between: { minMs: 0, maxMs: 1_500 }, runsMax: 40 },
  }),
  played({
    id: 'pause-anywhere',
    title: 'A client stops between two steps',
    category: 'pauses',
    n: 3,
    cases: [{ sessions: contention(2, { holdMs: 900, renewEveryMs: 300 }).slice(0, 2) }],
    sweep: { pause: { nodes: [ONE], forMs: [3_300] }, between: { minMs: 0, maxMs: 1_500 }, runsMax: 40 },
  }),
  played({
    id: 'one-message',
    title: 'One message is lost, late or doubled',
    category: 'loss, delay and copies',
    n: 3,
    cases: [{ sessions: contention(2, { holdMs: 200 }).slice(0, 2) }],
    sweep: {
      drop: true,
      delayMs: [400, 3_500],
      duplicateAfterMs: [60],
      between: { minMs: 0, maxMs: 900 },
      runsMax: 90,
    },
  }),
  played({
    id: 'late-messages',
    title: 'What belongs to earlier tries comes late',
    category: 'messages of earlier tries',
    n: 3,
    cases: [
      ...[700, 1_500, 2_600].flatMap((byMs) =>
        [
          [2, 0],
          [2, 1],
          [3, 2],
        ].map(([every = 2, offset = 0]) => ({
          sessions: [
            { client: TWO, atMs: 20, rounds: 4, holdMs: 700, gapMs: 60 },
            { client: ONE, atMs: 60, rounds: 3, holdMs: 1_800, renewEveryMs: 1_200 },
          ],
          direct: everyNth(ONE, every, offset, byMs),
        })),
      ),
      ...[
        { to: replicasOf(3).slice(1), within: [0, 200] as const },
        { to: replicasOf(3).slice(1), within: [0, 1_000] as const },
        { to: replicasOf(3), within: [60, 900] as const },
      ].flatMap(({ to, within }) =>
        [1_300, 2_900, 9_000].map((byMs) => ({
          sessions: [
            { client: ONE, atMs: 20, rounds: 3, holdMs: 1_500 },
            { client: TWO, atMs: 500, rounds: 3, holdMs: 700 },
          ],
          direct: lateWithin(ONE, to, within, byMs),
        })),
      ),
    ],
  }),
  played({
    id: 'old-life',
    title: 'Messages of a client’s earlier life come late',
    category: 'clients that come back',
    n: 3,
    cases: [300, 900, 1_900].flatMap((byMs) =>
      [60, 150, 400].map((atMs) => ({
        sessions: [
          { client: ONE, atMs: 20, rounds: 2, holdMs: 2_300 },
          { client: TWO, atMs: 100, rounds: 3, holdMs: 300 },
        ],
        faults: [fault.crash(ONE, { atMs, restartAfterMs: 30 })],
        direct: lateWithin(ONE, replicasOf(3).slice(1), [0, atMs], byMs),
      })),
    ),
  }),
  played({
    id: 'cut-off-holder',
    title: 'The holder reaches too few replicas',
    category: 'partitions',
    n: 5,
    cases: [0, 1, 2].flatMap((kept) =>
      [3_000, 5_500].map((forMs) => ({
        sessions: [
          { client: ONE, atMs: 20, holdMs: 6_000, renewEveryMs: 900, writesMs: [0, 6_500] },
          { client: TWO, atMs: 600, rounds: 2, holdMs: 300 },
        ],
        faults: [fault.cut(linksBetween([ONE], FIVE.slice(kept)), { fromMs: 400, untilMs: 400 + forMs })],
      })),
    ),
  }),
  played({
    id: 'one-way',
    title: 'Answers do not arrive, or requests do not',
    category: 'partitions',
    n: 5,
    cases: [
      linksFrom([ONE], FIVE),
      linksFrom(FIVE, [ONE]),
      linksFrom(FIVE.slice(2), [ONE]),
      linksFrom([ONE], FIVE.slice(2)),
    ].flatMap((links) =>
      [10, 300].map((fromMs) => ({
        sessions: [
          { client: ONE, atMs: 20, rounds: 2, holdMs: 5_000, renewEveryMs: 900 },
          { client: TWO, atMs: 500, rounds: 2, holdMs: 300 },
        ],
        faults: [fault.cut(links, { fromMs, untilMs: fromMs + 4_500 })],
      })),
    ),
  }),
  played({
    id: 'long-outage',
    title: 'Nothing gets through for a hundred seconds',
    category: 'long outages',
    n: 5,
    endMs: 110_000,
    cases: [
      {
        sessions: contention(1, { atMs: 3_000 }),
        faults: [fault.cut(linksBetween(CLIENTS, FIVE), { fromMs: 2_000, untilMs: 102_000 })],
      },
    ],
  }),
  ...([3, 5] as const).map((n) =>
    played({
      id: `unfair-${n}`,
      title: 'Each client is nearest to other replicas, and no delay varies',
      category: 'contention',
      n,
      cases: [{ sessions: contention(1, { atMs: 20 }), link: unfair(n) }],
      disk: { minMs: 5, maxMs: 5 },
      driftPpm: 0,
    }),
  ),
  played({
    id: 'one-instant',
    title: 'Requests come in one instant, and disks are slow',
    category: 'contention',
    n: 3,
    link: { minMs: 5, maxMs: 5 },
    cases: [0, 1, 2, 4].map((atMs) => ({
      sessions: CLIENTS.map((client, i) => ({ client, atMs: 20 + i * atMs, rounds: 2, holdMs: 400 })),
      faults: replicasOf(3).map((node) => fault.slowDisk(node, { fromMs: 0, untilMs: 4_000, byMs: 200 })),
    })),
  }),
  played({
    id: 'clocks',
    title: 'Clocks step by days',
    category: 'clock steps',
    n: 5,
    cases: [
      {
        sessions: [
          { client: ONE, atMs: 100, holdMs: 300 },
          { client: ONE, atMs: 2_000, rounds: 2, holdMs: 300 },
          { client: TWO, atMs: 3_000, rounds: 2, holdMs: 300 },
        ],
        faults: [
          fault.clockStep(ONE, { atMs: 50, byMs: 3 * DAY_MS }),
          fault.clockStep(ONE, { atMs: 1_500, byMs: -3 * DAY_MS }),
        ],
      },
      {
        sessions: [
          { client: ONE, atMs: 20, holdMs: 5_000, renewEveryMs: 1_000 },
          { client: TWO, atMs: 500, rounds: 2 },
        ],
        faults: [...FIVE, ONE, TWO].flatMap((node, i) => [
          fault.clockStep(node, { atMs: 300 + i, byMs: DAY_MS }),
          fault.clockStep(node, { atMs: 1_300 + i, byMs: -2 * DAY_MS }),
        ]),
      },
    ],
  }),
  played({
    id: 'dead-holder',
    title: 'The holder dies, and two replicas stay down',
    category: 'nodes that stay down',
    n: 5,
    cases: [
      [fault.crash(ONE, { atMs: 500, restartAfterMs: null })],
      [
        fault.crash(ONE, { atMs: 500, restartAfterMs: null }),
        fault.crash('replica-1', { atMs: 200, restartAfterMs: null }),
        fault.crash('replica-4', { atMs: 900, restartAfterMs: null }),
      ],
      [
        fault.crash('replica-1', { atMs: 10, restartAfterMs: null }),
        fault.crash('replica-2', { atMs: 700, restartAfterMs: null }),
      ],
    ].map((faults) => ({
      sessions: [
        { client: ONE, atMs: 20, holdMs: 4_000, renewEveryMs: 1_000 },
        { client: TWO, atMs: 300, rounds: 2 },
        { client: THREE, atMs: 300, rounds: 2 },
      ],
      faults,
    })),
  }),
  played({
    id: 'paused-replicas',
    title: 'Replicas stop for up to ten seconds',
    category: 'pauses',
    n: 5,
    cases: [
      { nodes: FIVE.slice(0, 2), forMs: 10_000 },
      { nodes: FIVE.slice(0, 3), forMs: 4_000 },
      { nodes: FIVE, forMs: 10_000 },
    ].map(({ nodes, forMs }) => ({
      sessions: [
        { client: ONE, atMs: 20, rounds: 2, holdMs: 4_000, renewEveryMs: 1_000 },
        { client: TWO, atMs: 500, rounds: 2 },
      ],
      faults: nodes.map((node, i) => fault.pause(node, { atMs: 400 + i * 3, forMs })),
    })),
  }),
  played({
    id: 'drift',
    title: 'A client with a slow clock stops while it asks, replicas have fast ones',
    category: 'clocks that run apart',
    n: 3,
    cases: [3_030, 3_036, 3_042].flatMap((untilMs) =>
      [0, 1, 2, 3, 4, 5, 6, 7].map((i) => ({
        sessions: [
          { client: ONE, atMs: 20, holdMs: 300 },
          { client: TWO, atMs: 600 + 31 * i, holdMs: 400 },
          { client: THREE, atMs: 700 + 47 * i, holdMs: 400 },
        ],
        faults: [
          ...replicasOf(3).map((node) => fault.clockRate(node, { atMs: 0, realMicros: 990_000 })),
          fault.clockRate(ONE, { atMs: 0, realMicros: 1_010_000 }),
          fault.pause(ONE, { atMs: 21, forMs: untilMs - 21 }),
        ],
      })),
    ),
  }),
  played({
    id: 'crossed',
    title: 'Two clients ask at once and reach different replicas; then it is the other way round',
    category: 'partitions',
    n: 5,
    cases: [450, 700, 940, 1_300].flatMap((goneMs) =>
      [1_200, 2_800].map((thirdMs) => ({
        sessions: [
          { client: ONE, atMs: 20, holdMs: 6_000, renewEveryMs: 850 },
          { client: TWO, atMs: 20, holdMs: 300 },
          { client: THREE, atMs: thirdMs, rounds: 2, holdMs: 500 },
        ],
        faults: [
          fault.cut(linksBetween([ONE], FIVE.slice(3)), { fromMs: 0, untilMs: 400 }),
          fault.cut(linksBetween([TWO], FIVE.slice(0, 3)), { fromMs: 0, untilMs: goneMs }),
          fault.cut(linksBetween([TWO], FIVE), { fromMs: goneMs, untilMs: 8_000 }),
          fault.cut(linksBetween([ONE], FIVE.slice(0, 2)), { fromMs: 400, untilMs: 6_000 }),
        ],
      })),
    ),
  }),
  played({
    id: 'paused-worker',
    title: 'A worker stops, and writes when its lease is long over',
    category: 'a paused holder',
    n: 5,
    cases: [
      {
        sessions: [
          { client: ONE, atMs: 20, holdMs: 500, releases: false, writesMs: [0, 500, 8_000] },
          { client: TWO, atMs: 200, rounds: 2, holdMs: 600, writesMs: [0, 300, 500] },
          { client: THREE, atMs: 200, rounds: 2, holdMs: 600, writesMs: [0, 300, 3_000] },
        ],
        faults: [fault.pause(workerOf(ONE), { atMs: 400, forMs: 6_000 })],
      },
    ],
  }),
  played({
    id: 'storm',
    title: 'A little of everything',
    category: 'everything at once',
    n: 5,
    cases: [
      {
        sessions: contention(3, { holdMs: 1_500, renewEveryMs: 500 }),
        faults: [
          fault.burstLoss(linksBetween(ALL_FIVE, ALL_FIVE), { fromMs: 0, untilMs: 9_000, percent: 20 }),
          fault.slowDisk('replica-2', { fromMs: 0, untilMs: 9_000, byMs: 200 }),
          fault.crash('replica-1', { atMs: 700, restartAfterMs: 300 }),
          fault.crash('replica-5', { atMs: 2_500, restartAfterMs: 300 }),
          fault.pause('replica-3', { atMs: 3_000, forMs: 1_500 }),
          fault.crash(TWO, { atMs: 3_500, restartAfterMs: 200 }),
          fault.pause(ONE, { atMs: 5_000, forMs: 3_500 }),
        ],
      },
    ],
  }),
  drawn(3, 60),
  drawn(5, 20),
];
