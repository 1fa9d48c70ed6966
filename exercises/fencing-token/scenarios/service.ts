/** The lock service alone: peers of the course send requests at chosen times. */
import {
  defineScenario,
  type Decider,
  type Fault,
  type NodeId,
  type Prng,
  type ScenarioNode,
} from 'partial-failure/kit';
import { client, LOCK, TTL_MS } from '../peers.ts';
import { acquire, EVEN, follow, release, renew, type Line } from './scripted.ts';

const WORKERS: readonly NodeId[] = ['A', 'B', 'C'];
const JUDGES = ['tokens-increase', 'one-holder', 'grants'];

const nodes = (): ScenarioNode[] => [
  { id: LOCK, role: 'service', args: [TTL_MS] },
  ...WORKERS.map((id) => ({ id, course: client })),
];

/** What a case of these scenarios is: requests, and the faults that go with them. */
interface Plan {
  readonly lines: readonly Line[];
  readonly faults?: readonly Fault[];
}

const plain = {
  visible: false,
  judges: JUDGES,
  nodes,
  link: () => EVEN,
} as const;

/** Requests that find out, after all that was tried before `fromMs`, whether the service is in order. */
function aftermath(fromMs: number): Line[] {
  return [
    // Tries soon after, which a service that waits may refuse.
    acquire(fromMs, 'C'),
    acquire(fromMs + 500, 'B'),
    // By now every lease is over: this is granted, and held.
    acquire(fromMs + 3_200, 'A'),
    acquire(fromMs + 3_800, 'B'),
    release(fromMs + 4_400, 'A'),
    acquire(fromMs + 4_800, 'B'),
    acquire(fromMs + 7_200, 'C'),
  ];
}

/** The same in short, where many runs ask. */
function shortAftermath(fromMs: number): Line[] {
  return aftermath(fromMs).slice(0, 4);
}

function crash(atMs: number, restartAfterMs: number): Fault {
  return { kind: 'crash', at: { node: LOCK, atMs }, restartAfterMs };
}

function pause(atMs: number, forMs: number): Fault {
  return { kind: 'pause', at: { node: LOCK, atMs }, forMs };
}

function step(atMs: number, byMs: number): Fault {
  return { kind: 'clock-step', at: { node: LOCK, atMs }, byMs };
}

/** The `n`th request (from 0) of a worker to the service comes a second time, `afterMs` after the first. */
function again(who: NodeId, n: number, afterMs: number): Fault {
  return { kind: 'duplicate', message: `request ${who}>${LOCK} 0.${n}`, afterMs };
}

const HOUR = 3_600_000;

// ---- tokens past 9 and 99

const ROUNDS = 104;

const manyGrants = defineScenario({
  ...plain,
  id: 'service-many-grants',
  title: 'A hundred grants, one after the other',
  category: 'the lock service alone: many grants',
  endMs: ROUNDS * 100 + 5_500,
  disk: { minMs: 1, maxMs: 5 },
  script(script) {
    for (let round = 0; round < ROUNDS; round++) {
      const who = WORKERS[round % WORKERS.length] ?? 'A';
      follow(script, [acquire(20 + round * 100, who), release(70 + round * 100, who)]);
    }
    // The last round ends with a lease that nobody gives back.
    const endMs = 20 + ROUNDS * 100;
    follow(script, [acquire(endMs, 'A'), acquire(endMs + 1_000, 'B'), acquire(endMs + 2_300, 'C')]);
    follow(script, [acquire(endMs + 3_000, 'A'), acquire(endMs + 4_700, 'B')]);
  },
});

// ---- leases, releases, renewals, without a fault

const leases = defineScenario<Plan>({
  ...plain,
  id: 'service-leases',
  title: 'Leases that end, are renewed, and are given back',
  category: 'the lock service alone: leases',
  endMs: 13_000,
  cases: [
    // A lease that nobody ends: refused within it, granted after it; then the late holder comes back.
    {
      lines: [
        acquire(50, 'A'),
        acquire(200, 'B'),
        acquire(1_000, 'C'),
        acquire(1_900, 'B'),
        acquire(2_250, 'B'),
        renew(2_500, 'A'),
        acquire(2_700, 'C'),
        release(2_900, 'A'),
        acquire(3_100, 'C'),
        renew(3_300, 'A'),
        acquire(4_000, 'A'),
        acquire(4_700, 'C'),
      ],
    },
    // Renewed three times, then left alone.
    {
      lines: [
        acquire(50, 'A'),
        renew(900, 'A'),
        acquire(2_200, 'B'),
        renew(1_800, 'A'),
        renew(2_700, 'A'),
        acquire(3_500, 'B'),
        acquire(4_500, 'C'),
        acquire(4_900, 'B'),
        renew(5_100, 'A'),
        acquire(5_300, 'C'),
        renew(5_500, 'B'),
        acquire(7_200, 'A'),
        acquire(7_800, 'A'),
      ],
    },
    // Given back and taken at once, and the same worker again: its old token ends nothing.
    {
      lines: [
        acquire(50, 'A'),
        release(300, 'A'),
        acquire(500, 'A'),
        release(700, 'A', 0),
        acquire(900, 'B'),
        renew(1_100, 'A', 0),
        release(1_300, 'A', 1),
        acquire(1_500, 'B'),
        release(1_700, 'A', 0),
        release(1_800, 'A', 1),
        acquire(2_000, 'C'),
        release(2_200, 'B'),
        release(2_400, 'B'),
        acquire(2_600, 'C'),
      ],
    },
    // The same try sent again: soon, late, and when another has the lock.
    {
      lines: [
        acquire(50, 'A', 'a1'),
        acquire(300, 'A', 'a1'),
        acquire(600, 'B', 'b1'),
        release(900, 'A'),
        acquire(1_100, 'B', 'b2'),
        acquire(1_300, 'A', 'a1'),
        acquire(1_500, 'C', 'c1'),
        acquire(1_700, 'B', 'b2'),
        acquire(1_900, 'B', 'b1'),
        acquire(6_000, 'C', 'c2'),
        acquire(6_200, 'B', 'b2'),
        acquire(6_400, 'A', 'a1'),
        acquire(6_600, 'A', 'a2'),
        acquire(10_800, 'A', 'a3'),
      ],
    },
    // The same try sent again after its lease has ended, before and after somebody else took the lock.
    {
      lines: [
        acquire(50, 'A', 'a1'),
        acquire(2_300, 'A', 'a1'),
        acquire(4_700, 'B', 'b1'),
        acquire(4_900, 'A', 'a1'),
        acquire(5_100, 'C', 'c1'),
        acquire(7_100, 'C', 'c2'),
        release(7_300, 'B'),
        acquire(7_500, 'A', 'a1'),
        acquire(7_700, 'B', 'b2'),
      ],
    },
    // Given back and taken again: what once ended the first lease must not end the second.
    {
      lines: [
        acquire(50, 'A'),
        release(800, 'A'),
        acquire(1_000, 'B'),
        acquire(2_250, 'C'),
        acquire(2_800, 'C'),
        renew(2_850, 'B'),
        acquire(3_400, 'A'),
        acquire(4_400, 'A'),
        acquire(5_200, 'C'),
      ],
    },
    // Long idle, then a renewal before anyone else came, and after.
    {
      lines: [
        acquire(50, 'A'),
        renew(2_600, 'A'),
        acquire(2_800, 'B'),
        acquire(5_200, 'B'),
        renew(5_400, 'A'),
        acquire(5_600, 'C'),
        renew(6_000, 'B'),
        acquire(7_500, 'A'),
        release(7_800, 'B'),
        acquire(8_000, 'A'),
      ],
    },
    // An older try of the same worker comes late, between two deliveries of the newer one, which is then given back.
    {
      lines: [
        acquire(50, 'A', 'a2'),
        acquire(250, 'A', 'a1'),
        acquire(450, 'A', 'a2'),
        release(650, 'A'),
        acquire(850, 'B'),
        acquire(3_300, 'C'),
        renew(3_600, 'C'),
        acquire(5_800, 'A'),
      ],
    },
  ],
  script: (script, { case: { lines } }) => follow(script, lines),
});

// ---- several requests within one disk latency

/** All orders of these calls, `gapMs` apart, from `fromMs` on. */
function orders(calls: readonly ((atMs: number) => Line)[], fromMs: number, gapMs: number): Line[][] {
  if (calls.length === 0) return [[]];
  return calls.flatMap((call, i) => {
    const rest = calls.filter((_, other) => other !== i);
    return orders(rest, fromMs + gapMs, gapMs).map((lines) => [call(fromMs), ...lines]);
  });
}

const acquires =
  (who: NodeId) =>
  (atMs: number): Line =>
    acquire(atMs, who);
const renews =
  (who: NodeId) =>
  (atMs: number): Line =>
    renew(atMs, who);
const releases =
  (who: NodeId) =>
  (atMs: number): Line =>
    release(atMs, who);

const GAPS = [0.3, 4, 9, 14];

/** Given back twice; meanwhile others ask. */
const givenBackTwice = (offsets: readonly [number, number, number]): Plan => {
  const [second, other, another] = offsets.map((offset) => 400 + offset);
  return {
    lines: [
      acquire(50, 'A'),
      release(400, 'A'),
      release(second ?? 400, 'A'),
      acquire(other ?? 400, 'B'),
      acquire(another ?? 400, 'C'),
      acquire(700, 'C'),
      ...shortAftermath(1_000),
    ],
  };
};

/** Requests that meet, each this long after the one before. */
function met(gapMs: number): Plan[] {
  return [
    // Nobody was ever granted anything.
    {
      lines: [
        acquire(50, 'A'),
        acquire(50 + gapMs, 'B'),
        acquire(50 + 2 * gapMs, 'C'),
        ...shortAftermath(500),
      ],
    },
    // The lock was given back before.
    {
      lines: [
        acquire(50, 'A'),
        release(200, 'A'),
        acquire(400, 'C'),
        acquire(400 + gapMs, 'B'),
        acquire(400 + 2 * gapMs, 'A'),
        ...shortAftermath(900),
      ],
    },
    // Within a lease: the holder renews, gives back, and another asks, in every order.
    ...orders([renews('A'), releases('A'), acquires('B')], 400, gapMs).map((lines) => ({
      lines: [acquire(50, 'A'), ...lines, acquire(700, 'C'), ...shortAftermath(1_000)],
    })),
    // The lease has just ended for certain: the holder renews or gives back, and others ask.
    ...orders([renews('A'), acquires('B')], 2_200, gapMs).map((lines) => ({
      lines: [acquire(50, 'A'), ...lines, acquire(2_500, 'C'), ...shortAftermath(3_000)],
    })),
    ...orders([releases('A'), acquires('B'), acquires('C')], 2_200, gapMs).map((lines) => ({
      lines: [acquire(50, 'A'), ...lines, acquire(2_500, 'A'), ...shortAftermath(3_000)],
    })),
    // The service has just been restarted.
    {
      lines: [
        acquire(50, 'A'),
        acquire(2_600, 'B'),
        acquire(2_600 + gapMs, 'C'),
        renew(2_600 + 2 * gapMs, 'A'),
        ...shortAftermath(3_200),
      ],
      faults: [crash(300, 100)],
    },
  ];
}

const together = defineScenario<Plan>({
  ...plain,
  id: 'service-together',
  title: 'Requests that arrive within one disk operation',
  category: 'the lock service alone: requests at the same time',
  endMs: 12_000,
  disk: { minMs: 10, maxMs: 10 },
  cases: [
    givenBackTwice([4, 12, 17]),
    givenBackTwice([8, 13, 20]),
    givenBackTwice([4, 12, 24]),
    ...GAPS.flatMap(met),
  ],
  script: (script, { case: { lines } }) => follow(script, lines),
});

/** Somewhere around the end of a lease, whichever way the clock drifts. */
const edge = defineScenario<Plan>({
  ...plain,
  id: 'service-edge',
  title: 'A renewal and a request just as the lease ends',
  category: 'the lock service alone: requests at the same time',
  endMs: 9_000,
  disk: { minMs: 10, maxMs: 10 },
  cases: [1_972, 1_984, 1_996, 2_004, 2_012, 2_024].flatMap((afterMs) => [
    ...orders([renews('A'), acquires('B')], 50 + afterMs, 1.5).map((lines) => ({
      lines: [acquire(50, 'A'), ...lines, acquire(50 + afterMs + 300, 'C'), acquire(7_000, 'C')],
    })),
    {
      lines: [
        acquire(50, 'A'),
        release(50 + afterMs, 'A'),
        acquire(56 + afterMs, 'B'),
        acquire(63 + afterMs, 'C'),
        acquire(7_000, 'C'),
      ],
    },
  ]),
  script: (script, { case: { lines } }) => follow(script, lines),
});

/** The clock of the service is as fast as it can be, and a lease as short as it may be. */
const fastClock = defineScenario<Plan>({
  ...plain,
  id: 'service-fast-clock',
  title: 'A request just before a lease ends, by the fastest clock',
  category: 'the lock service alone: leases',
  endMs: 6_500,
  disk: { minMs: 1, maxMs: 1 },
  cases: [
    { lines: [acquire(50, 'A'), acquire(2_023, 'B'), acquire(2_300, 'C'), acquire(4_900, 'A')] },
    {
      lines: [
        acquire(50, 'A'),
        renew(900, 'A'),
        acquire(2_873, 'B'),
        acquire(3_200, 'C'),
        acquire(5_900, 'A'),
      ],
    },
  ],
  script: (script, { case: { lines } }) => follow(script, lines),
  faults: () => [{ kind: 'clock-rate', at: { node: LOCK, atMs: 1 }, realMicros: 990_000 }],
});

// ---- late copies

const lateCopies = defineScenario<Plan>({
  ...plain,
  id: 'service-late-copies',
  title: 'Copies of old requests arrive late',
  category: 'the lock service alone: late copies',
  endMs: 14_000,
  cases: [
    // A release, when somebody else has the lock; when the same worker has it again; when nobody has.
    {
      lines: [
        acquire(20, 'A'),
        release(200, 'A'),
        acquire(400, 'B'),
        acquire(1_200, 'C'),
        ...aftermath(3_000),
      ],
      faults: [again('A', 1, 700)],
    },
    {
      lines: [
        acquire(20, 'A'),
        release(200, 'A'),
        acquire(400, 'A'),
        acquire(1_600, 'B'),
        ...aftermath(3_000),
      ],
      faults: [again('A', 1, 1_000)],
    },
    {
      lines: [acquire(20, 'A'), release(200, 'A'), acquire(700, 'B'), acquire(900, 'C'), ...aftermath(3_000)],
      faults: [again('A', 1, 300)],
    },
    // A renewal, in the same three places.
    {
      lines: [
        acquire(20, 'A'),
        renew(100, 'A'),
        release(250, 'A'),
        acquire(400, 'B'),
        acquire(1_300, 'C'),
        ...aftermath(3_000),
      ],
      faults: [again('A', 1, 800)],
    },
    {
      lines: [acquire(20, 'A'), renew(100, 'A'), release(250, 'A'), acquire(1_100, 'B'), ...aftermath(3_000)],
      faults: [again('A', 1, 600)],
    },
    {
      lines: [
        acquire(20, 'A'),
        renew(100, 'A'),
        acquire(2_300, 'B'),
        acquire(2_900, 'C'),
        acquire(4_250, 'C'),
        ...aftermath(6_000),
      ],
      faults: [again('A', 1, 2_500)],
    },
    // A try: at once, before and after it was given back, and in somebody else's lease.
    {
      lines: [acquire(20, 'A'), acquire(300, 'B'), release(600, 'A'), acquire(900, 'B'), ...aftermath(3_200)],
      faults: [again('A', 0, 1)],
    },
    {
      lines: [acquire(20, 'A'), release(200, 'A'), acquire(400, 'B'), acquire(900, 'C'), ...aftermath(3_200)],
      faults: [again('A', 0, 600)],
    },
    {
      lines: [acquire(20, 'A'), acquire(2_300, 'B'), acquire(2_800, 'C'), ...aftermath(5_000)],
      faults: [again('A', 0, 2_600)],
    },
    {
      lines: [
        acquire(20, 'A'),
        release(200, 'A'),
        acquire(700, 'B'),
        acquire(5_400, 'B'),
        acquire(6_000, 'C'),
      ],
      faults: [again('A', 0, 300)],
    },
    // Copies on both sides of a restart.
    {
      lines: [
        acquire(20, 'A'),
        release(200, 'A'),
        acquire(2_900, 'B'),
        acquire(3_700, 'C'),
        ...aftermath(6_000),
      ],
      faults: [again('A', 1, 3_200), crash(400, 100)],
    },
    {
      lines: [
        acquire(20, 'A'),
        renew(200, 'A'),
        acquire(2_900, 'B'),
        acquire(3_700, 'C'),
        ...aftermath(6_000),
      ],
      faults: [again('A', 1, 3_200), crash(400, 100)],
    },
    {
      lines: [acquire(20, 'A'), acquire(2_900, 'B'), acquire(3_700, 'C'), ...aftermath(6_000)],
      faults: [again('A', 0, 3_200), crash(400, 100)],
    },
    // Late, not doubled: a try, a renewal and a release arrive seconds after they were sent.
    {
      lines: [acquire(20, 'A'), acquire(300, 'B'), acquire(3_400, 'C'), ...aftermath(5_500)],
      faults: [{ kind: 'delay', message: `request A>${LOCK} 0.0`, byMs: 2_800 }],
    },
    {
      lines: [
        acquire(20, 'A'),
        release(300, 'A'),
        acquire(2_400, 'B'),
        acquire(3_900, 'C'),
        ...aftermath(5_500),
      ],
      faults: [{ kind: 'delay', message: `request A>${LOCK} 0.1`, byMs: 3_200 }],
    },
    {
      lines: [
        acquire(20, 'A'),
        renew(300, 'A'),
        acquire(2_400, 'B'),
        acquire(3_900, 'C'),
        ...aftermath(5_500),
      ],
      faults: [{ kind: 'delay', message: `request A>${LOCK} 0.1`, byMs: 3_200 }],
    },
  ],
  script: (script, { case: { lines } }) => follow(script, lines),
});

// ---- clocks

const clocks = defineScenario<Plan>({
  ...plain,
  id: 'service-clock-steps',
  title: 'The time of day of the lock service steps',
  category: 'the lock service alone: its time of day steps',
  endMs: 15_000,
  cases: [-24 * HOUR, -30_000, -600, 600, 30_000, 24 * HOUR].flatMap((byMs) => [
    // Between two grants.
    {
      lines: [acquire(20, 'A'), release(200, 'A'), acquire(600, 'B'), release(800, 'B'), ...aftermath(1_200)],
      faults: [step(400, byMs)],
    },
    // Within a lease.
    {
      lines: [acquire(20, 'A'), acquire(600, 'B'), renew(900, 'A'), acquire(1_200, 'C'), ...aftermath(3_400)],
      faults: [step(400, byMs)],
    },
    // While the service is down, within a lease and after it was given back.
    {
      lines: [acquire(20, 'A'), acquire(700, 'B'), acquire(1_100, 'C'), ...aftermath(3_200)],
      faults: [crash(300, 200), step(400, byMs)],
    },
    {
      lines: [
        acquire(20, 'A'),
        release(150, 'A'),
        acquire(2_900, 'B'),
        acquire(3_600, 'C'),
        ...aftermath(6_000),
      ],
      faults: [crash(300, 200), step(400, byMs)],
    },
  ]),
  script: (script, { case: { lines } }) => follow(script, lines),
});

// ---- restarts

const restarts = defineScenario<Plan>({
  ...plain,
  id: 'service-lives',
  title: 'The lock service restarts',
  category: 'the lock service alone: it restarts',
  endMs: 26_000,
  cases: [
    // Held: nobody else gets it for a whole lease; then somebody does, with a greater token.
    {
      lines: [
        acquire(20, 'A'),
        acquire(500, 'B'),
        acquire(1_000, 'C'),
        acquire(1_500, 'B'),
        acquire(1_850, 'C'),
        acquire(2_700, 'B'),
        acquire(3_300, 'C'),
        ...aftermath(5_200),
      ],
      faults: [crash(300, 100)],
    },
    // Renewed just before.
    {
      lines: [
        acquire(20, 'A'),
        renew(1_600, 'A'),
        acquire(2_300, 'B'),
        acquire(3_300, 'C'),
        acquire(4_300, 'B'),
        ...aftermath(6_700),
      ],
      faults: [crash(1_800, 100)],
    },
    // Given back: the token goes on from where it was.
    {
      lines: [acquire(20, 'A'), release(200, 'A'), acquire(3_000, 'B'), ...aftermath(5_500)],
      faults: [crash(400, 100)],
    },
    // Every grant is followed by a restart.
    {
      lines: [0, 1, 2, 3, 4, 5].flatMap((i) => [
        acquire(20 + 2_600 * i, WORKERS[i % 3] ?? 'A'),
        acquire(700 + 2_600 * i, WORKERS[(i + 1) % 3] ?? 'B'),
      ]),
      faults: [0, 1, 2, 3, 4, 5].map((i) => crash(300 + 2_600 * i, 60)),
    },
    // Restarts without anything in between, and one in the middle of the wait.
    {
      lines: [acquire(20, 'A'), acquire(1_700, 'B'), acquire(4_600, 'C'), ...aftermath(7_000)],
      faults: [crash(300, 60), crash(600, 60), crash(2_000, 60)],
    },
    // Eleven grants, then a restart: blocks of ten are used up, and tokens have two digits.
    {
      lines: [
        ...Array.from({ length: 11 }, (_, i) => [
          acquire(20 + 300 * i, 'A'),
          release(170 + 300 * i, 'A'),
        ]).flat(),
        acquire(6_500, 'B'),
        release(6_800, 'B'),
        ...aftermath(7_200),
      ],
      faults: [crash(3_500, 200)],
    },
    // Who held the lock before the last one speaks up after the restart: it is not the holder.
    {
      lines: [
        acquire(20, 'A'),
        release(200, 'A'),
        acquire(400, 'B'),
        renew(900, 'A'),
        acquire(1_100, 'C'),
        release(1_300, 'A'),
        acquire(1_500, 'C'),
        acquire(3_300, 'C'),
        ...aftermath(5_500),
      ],
      faults: [crash(600, 100)],
    },
    // The holder renews and gives back after the restart.
    {
      lines: [
        acquire(20, 'A'),
        renew(600, 'A'),
        acquire(800, 'B'),
        release(1_000, 'A'),
        acquire(3_300, 'B'),
        acquire(3_800, 'C'),
        ...aftermath(6_000),
      ],
      faults: [crash(300, 100)],
    },
    // Given back before it, renewed after it: who does not save that a lease was given back may renew it.
    {
      lines: [
        acquire(20, 'A'),
        release(200, 'A'),
        renew(1_000, 'A'),
        acquire(2_800, 'B'),
        acquire(3_300, 'C'),
        ...aftermath(5_600),
      ],
      faults: [crash(400, 100)],
    },
  ],
  script: (script, { case: { lines } }) => follow(script, lines),
});

/** Requests that arrive while the service still loads what it has on disk. */
const justStarted = defineScenario<Plan>({
  ...plain,
  id: 'service-just-started',
  title: 'Requests arrive just after the lock service has restarted',
  category: 'the lock service alone: it restarts',
  endMs: 12_000,
  disk: { minMs: 12, maxMs: 18 },
  cases: [1, 6, 14, 22].flatMap((afterMs) => [
    {
      lines: [acquire(20, 'A'), acquire(395 + afterMs, 'B'), acquire(900, 'C'), ...aftermath(3_000)],
      faults: [crash(300, 100)],
    },
    {
      lines: [
        acquire(20, 'A'),
        release(150, 'A'),
        acquire(2_895 + afterMs, 'B'),
        acquire(3_200, 'C'),
        ...aftermath(5_300),
      ],
      faults: [crash(2_800, 100)],
    },
  ]),
  script: (script, { case: { lines } }) => follow(script, lines),
});

/** A restart after exactly so many grants, should tokens be reserved in blocks. */
const blocks = defineScenario<number>({
  ...plain,
  id: 'service-blocks',
  title: 'A restart after exactly so many grants',
  category: 'the lock service alone: it restarts',
  endMs: 17_000,
  disk: { minMs: 1, maxMs: 3 },
  cases: [5, 8, 10, 16, 20, 32, 50, 64, 100],
  script(script, { case: count }) {
    for (let i = 0; i < count; i++) {
      const last = i === count - 1;
      follow(script, [acquire(20 + 80 * i, 'A'), ...(last ? [] : [release(60 + 80 * i, 'A')])]);
    }
    // The wait after the restart is over; then two more grants, one after the other.
    follow(script, [acquire(11_000, 'B'), release(11_500, 'B'), acquire(12_000, 'C'), acquire(14_500, 'A')]);
  },
  faults: () => [crash(8_500, 100)],
});

/** The service crashes at `firstMs`, and again just before a step of its next life. */
const startCut = defineScenario<{ readonly firstMs: number; readonly step: number; readonly done: number }>({
  ...plain,
  id: 'service-start-cut',
  title: 'The lock service crashes while it starts',
  category: 'the lock service alone: it restarts',
  endMs: 12_500,
  cases: [300, 1_000].flatMap((firstMs) =>
    [1, 2, 3, 4, 5, 6, 8].flatMap((step) => [0, 1].map((done) => ({ firstMs, step, done }))),
  ),
  script: (script) =>
    follow(script, [
      acquire(20, 'A'),
      acquire(500, 'B'),
      release(700, 'A'),
      acquire(1_400, 'C'),
      acquire(1_700, 'B'),
      ...shortAftermath(4_200),
    ]),
  direct: ({ case: { firstMs, step, done } }): Decider => ({
    given: [crash(firstMs, 100)],
    onStep: ({ node, incarnation, step: at }) =>
      node === LOCK && incarnation === 1 && at === step
        ? { kind: 'crash', at: { node, incarnation, step }, restartAfterMs: 150, openWritesDone: done }
        : undefined,
  }),
});

const cuts = defineScenario<Plan>({
  ...plain,
  id: 'service-cuts',
  title: 'The lock service crashes between any two steps',
  category: 'the lock service alone: a crash between any two steps',
  endMs: 10_500,
  cases: [
    {
      lines: [
        acquire(20, 'A'),
        acquire(100, 'B'),
        renew(180, 'A'),
        release(260, 'A'),
        acquire(340, 'B'),
        acquire(700, 'A'),
        acquire(1_500, 'A'),
        ...shortAftermath(2_900),
      ],
    },
    // Two tries at once, and the same try twice.
    {
      lines: [
        acquire(20, 'A', 'a1'),
        acquire(23, 'B', 'b1'),
        acquire(29, 'A', 'a1'),
        acquire(700, 'C'),
        acquire(1_200, 'B', 'b1'),
        acquire(1_500, 'A', 'a1'),
        ...shortAftermath(2_900),
      ],
    },
    // The very first moments of the service, on a slow disk.
    {
      lines: [
        acquire(1, 'A'),
        acquire(2, 'B'),
        acquire(700, 'C'),
        acquire(1_400, 'B'),
        ...shortAftermath(3_400),
      ],
      faults: [{ kind: 'slow-disk', node: LOCK, fromMs: 0, untilMs: 500, byMs: 120 }],
    },
  ],
  script: (script, { case: { lines } }) => follow(script, lines),
  sweep: { crash: { nodes: [LOCK], restartAfterMs: 150 }, between: { minMs: 0, maxMs: 420 } },
});

// ---- pauses and slow disks

const pauses = defineScenario<Plan>({
  ...plain,
  id: 'service-pauses',
  title: 'The lock service pauses at any step',
  category: 'the lock service alone: pauses and slow disks',
  endMs: 16_000,
  cases: [
    {
      lines: [
        acquire(20, 'A'),
        acquire(100, 'B'),
        renew(180, 'A'),
        release(260, 'A'),
        acquire(340, 'B'),
        acquire(2_000, 'C'),
        renew(2_200, 'B'),
        ...shortAftermath(6_000),
      ],
    },
  ],
  script: (script, { case: { lines } }) => follow(script, lines),
  sweep: { pause: { nodes: [LOCK], forMs: [1_900, 4_500] }, between: { minMs: 22, maxMs: 420 }, runsMax: 28 },
});

/** Time goes on during a pause: what was over by then is over. */
const paused = defineScenario<Plan>({
  ...plain,
  id: 'service-paused',
  title: 'The lock service is paused while a lease runs',
  category: 'the lock service alone: pauses and slow disks',
  endMs: 8_000,
  cases: [
    {
      lines: [acquire(20, 'A'), acquire(2_300, 'B'), acquire(2_700, 'C'), acquire(4_800, 'A')],
      faults: [pause(300, 1_700)],
    },
    // Within the wait after a restart.
    {
      lines: [acquire(20, 'A'), acquire(2_800, 'B'), acquire(3_400, 'C'), acquire(5_300, 'A')],
      faults: [crash(300, 100), pause(1_100, 1_400)],
    },
  ],
  script: (script, { case: { lines } }) => follow(script, lines),
});

const slowDisk = defineScenario<Plan>({
  ...plain,
  id: 'service-slow-disk',
  title: 'The disk of the lock service is slow',
  category: 'the lock service alone: pauses and slow disks',
  endMs: 14_000,
  cases: [
    { lines: [acquire(20, 'A'), acquire(100, 'B'), acquire(600, 'C'), renew(900, 'A'), ...aftermath(4_000)] },
    {
      lines: [
        acquire(20, 'A'),
        release(900, 'A'),
        acquire(950, 'B'),
        acquire(1_100, 'C'),
        ...aftermath(4_000),
      ],
    },
    {
      lines: [
        acquire(20, 'A'),
        acquire(2_160, 'B'),
        renew(2_250, 'A'),
        acquire(2_350, 'C'),
        ...aftermath(5_500),
      ],
    },
  ],
  script: (script, { case: { lines } }) => follow(script, lines),
  faults: () => [{ kind: 'slow-disk', node: LOCK, fromMs: 0, untilMs: 4_000, byMs: 280 }],
});

// ---- everything, at random

const random = defineScenario({
  ...plain,
  id: 'service-random',
  title: 'Anything at any time',
  category: 'the lock service alone: anything at any time',
  endMs: 30_000,
  link: () => ({ minMs: 1, maxMs: 50 }),
  script(script) {
    follow(script, [...randomLines(script.draw, 6_000), ...aftermath(21_500)]);
  },
  sample: {
    runs: 10,
    mix: {
      untilMs: 6_000,
      duplicate: { percent: 30, after: { minMs: 1, maxMs: 3_500 } },
      delay: { percent: 30, by: { minMs: 10, maxMs: 6_000 } },
      crash: { nodes: [LOCK], max: 3, restartAfter: { minMs: 20, maxMs: 1_500 } },
      pause: { nodes: [LOCK], max: 2, forMs: { minMs: 100, maxMs: 4_000 } },
      clockStep: { nodes: [LOCK], max: 3, byMs: HOUR },
      slowDisk: { nodes: [LOCK], by: { minMs: 10, maxMs: 280 } },
    },
  },
});

function randomLines(draw: Prng, untilMs: number): Line[] {
  const lines: Line[] = [];
  for (let atMs = draw.int(10, 60); atMs < untilMs; atMs += draw.pick([2, 10, 60, 250, 700])) {
    const who = draw.pick(WORKERS);
    const call = draw.int(0, 9);
    if (call < 5) lines.push(acquire(atMs, who));
    else if (call < 7) lines.push(renew(atMs, who));
    else if (call < 9) lines.push(release(atMs, who));
    else lines.push(release(atMs, who, 0));
  }
  return lines;
}

export const serviceScenarios = [
  leases,
  together,
  edge,
  fastClock,
  lateCopies,
  clocks,
  restarts,
  justStarted,
  blocks,
  startCut,
  cuts,
  pauses,
  paused,
  slowDisk,
  manyGrants,
  random,
];
