import { defineScenario, type AnyScenario, type Script } from 'partial-failure/kit';
import { mixedPlan } from './scenarios/mixed.ts';
import { plannedCalls, says, type Phase, type Plan, type Planned, type Trips } from './scenarios/plan.ts';
import { CLIENT, LINK_MS, director, server } from './peers.ts';

/** Between one call and the next, in ms. */
const PAUSE_MS = 5;
/** The run goes on so long after the last call, so that late replies and requests are seen. */
const AFTER_MS = 3_000;
/** A call that is still open so long after all losses will not end, in ms. */
const HOPELESS_MS = 150_000;
const END_MS = 7_200_000;
const HOUR_MS = 3_600_000;

interface Shown {
  readonly id: string;
  readonly title: string;
  readonly visible?: boolean;
  readonly category: string;
}

function measuredOn({ visible = false, ...about }: Shown, plans: readonly Plan[]): AnyScenario {
  return defineScenario<Plan>({
    ...about,
    visible,
    endMs: END_MS,
    cases: plans,
    nodes: ({ case: plan }) => [
      { id: CLIENT, role: 'client' },
      ...serversOf(plan).map((id) => ({ id, course: server(plan) })),
    ],
    link: () => ({ minMs: LINK_MS, maxMs: LINK_MS }),
    direct: ({ case: plan }) => director(plan),
    script: (script, { case: plan }) => play(script, plan),
  });
}

function serversOf({ phases }: Plan): string[] {
  return [
    ...new Set(phases.flatMap(({ trips, beside }) => [...Object.keys(trips), beside?.server ?? []].flat())),
  ];
}

/** Phase after phase, each when all calls of the one before have ended. */
function play(script: Script, plan: Plan): void {
  const calls = plannedCalls(plan);
  let ended = false;
  const begin = (call: Planned, then: () => void): void => {
    const operation = script.call(CLIENT, 'call', [call.server, call.question], then);
    const { phase } = call;
    const hopelessMs = Math.max(phase.silentMs ?? 0, phase.beside?.silentMs ?? 0) + HOPELESS_MS;
    script.after(hopelessMs, () => {
      if (ended || operation.status !== 'open') return;
      ended = true;
      script.end();
    });
  };
  const playPhase = (i: number): void => {
    const phase = plan.phases[i];
    if (phase === undefined) {
      script.after(AFTER_MS, () => {
        ended = true;
        script.end();
      });
      return;
    }
    script.note('phase', says(phase));
    const own = calls.filter((call) => call.phase === phase);
    let open = own.length;
    const waiting = own.filter(({ nth }) => nth >= 0);
    const [fromMs, toMs] = phase.pauseMs ?? [PAUSE_MS, PAUSE_MS];
    const over = (): void => {
      open--;
      if (open === 0) script.after(PAUSE_MS, () => playPhase(i + 1));
    };
    const next = (): void => {
      const call = waiting.shift();
      if (call === undefined) return;
      begin(call, () => {
        over();
        // The gaps spread evenly, in an order that is the same in every run.
        script.after(fromMs + (((call.n * 7) % 11) * (toMs - fromMs)) / 10, next);
      });
    };
    for (const call of own) if (call.nth < 0) begin(call, over);
    for (let k = 0; k < (phase.atOnce ?? 1); k++) script.after(k * PAUSE_MS, next);
  };
  script.after(PAUSE_MS, () => playPhase(0));
}

/** About so long. */
function around(ms: number, percent: number): Trips {
  return { fromMs: (ms * (100 - percent)) / 100, toMs: (ms * (100 + percent)) / 100 };
}

function between(fromMs: number, toMs: number): Trips {
  return { fromMs, toMs };
}

/** A network that stays as it is, to one server. */
function steady(trips: Trips, calls: number, rest: Partial<Phase> = {}): Phase {
  return { begins: 'start', trips: { a: trips }, calls, ...rest };
}

const MINUTE_MS = 60_000;
/** The first calls after trouble, each after ten clean ones. */
const AFTERWARDS = [11, 25, 40];

export default [
  measuredOn({ id: 'fast', title: 'A fast network', visible: true, category: 'single losses' }, [
    { lot: 1, phases: [steady(between(1, 6), 140, { lost: [60, 85, 110, 130] })] },
  ]),
  measuredOn({ id: 'slow', title: 'A slow network', visible: true, category: 'single losses' }, [
    { lot: 2, phases: [steady(around(220, 2), 110, { lost: [50, 75, 100] })] },
    { lot: 3, phases: [steady(around(400, 2), 110, { lost: [50, 75, 100] })] },
  ]),
  measuredOn(
    {
      id: 'slower',
      title: 'The network becomes much slower',
      visible: true,
      category: 'the network changes',
    },
    [
      {
        lot: 4,
        phases: [
          steady(between(15, 30), 60, { lost: [45] }),
          steady(between(280, 450), 200, { begins: 'change', lost: [160, 190] }),
        ],
      },
    ],
  ),
  measuredOn(
    { id: 'a-little-slower', title: 'The network becomes a little slower', category: 'the network changes' },
    [2.2, 2.7, 3.3].map((times, i) => ({
      lot: 5 + i,
      phases: [
        steady(around(60, 5), 60, { lost: [45] }),
        steady(around(60 * times, 5), 170, { begins: 'change', lost: [160] }),
      ],
    })),
  ),
  measuredOn({ id: 'faster', title: 'The network becomes faster', category: 'the network changes' }, [
    {
      lot: 8,
      phases: [
        steady(between(400, 600), 60, { lost: [45] }),
        steady(between(12, 25), 230, { begins: 'faster', lost: [155, 180, 205, 225] }),
      ],
    },
  ]),
  measuredOn({ id: 'creeping', title: 'Each round trip is 3 % longer', category: 'the network changes' }, [
    { lot: 9, phases: [steady({ ...around(20, 2), growth: 1.03 }, 115, { lost: [110] })] },
  ]),
  measuredOn({ id: 'varying', title: 'Round trips vary ninefold', category: 'round trips vary' }, [
    { lot: 10, phases: [steady(between(20, 180), 160, { lost: [150] })] },
  ]),
  measuredOn({ id: 'two-modes', title: 'Every fourth round trip is long', category: 'round trips vary' }, [
    { lot: 11, phases: [steady({ ...around(10, 5), slowMs: 160 }, 130, { lost: [126] })] },
    { lot: 12, phases: [steady({ ...around(10, 5), slowMs: 220 }, 130, { lost: [126] })] },
  ]),
  measuredOn({ id: 'burst', title: 'Everything is lost for 10 s', category: 'a silence' }, [
    {
      lot: 13,
      phases: [
        steady(between(30, 60), 60, { lost: [45] }),
        steady(between(30, 60), 64, { begins: 'trouble', silentMs: 10_000, lost: AFTERWARDS }),
      ],
    },
    {
      lot: 14,
      phases: [
        steady(between(1, 6), 60, { lost: [45] }),
        steady(between(1, 6), 64, { begins: 'trouble', silentMs: 10_000, lost: AFTERWARDS }),
      ],
    },
  ]),
  measuredOn({ id: 'silence', title: 'Everything is lost for 3 min', category: 'a silence' }, [
    {
      lot: 15,
      phases: [
        steady(between(30, 60), 60, { lost: [45] }),
        steady(between(30, 60), 64, { begins: 'trouble', silentMs: 3 * MINUTE_MS, lost: AFTERWARDS }),
      ],
    },
  ]),
  measuredOn({ id: 'silent-start', title: 'Nothing answers at first', category: 'a silence' }, [
    {
      lot: 16,
      phases: [steady(between(30, 60), 90, { begins: 'trouble', silentMs: 45_000, lost: [50, 70] })],
    },
  ]),
  measuredOn({ id: 'lossy', title: 'Many exchanges are lost', category: 'many losses' }, [
    {
      lot: 17,
      phases: [
        steady(between(40, 60), 60, { lost: [45] }),
        steady(between(40, 60), 160, { begins: 'same', lossy: true }),
        steady(between(40, 60), 64, { begins: 'trouble', lost: AFTERWARDS }),
      ],
    },
  ]),
  measuredOn(
    {
      id: 'few-samples',
      title: 'The second round trip is longer than the first',
      category: 'the first calls',
    },
    [120, 300, 480].map((ms, i) => ({
      lot: 18 + i,
      phases: [steady({ ...around(ms, 2), firstMs: [ms, 1.4 * ms] }, 14, { lost: [12] })],
    })),
  ),
  measuredOn({ id: 'long-first', title: 'The first round trip is long', category: 'the first calls' }, [
    { lot: 21, phases: [steady(between(600, 700), 14, { lost: [12] })] },
    { lot: 22, phases: [steady({ ...around(30, 5), firstMs: [700] }, 14, { lost: [12] })] },
  ]),
  measuredOn(
    {
      id: 'still',
      title: 'A network that never varied becomes a few ms slower',
      category: 'the network changes',
    },
    [
      [4, 2],
      [25, 2],
      [100, 5],
      [320, 4],
    ].map(([ms = 0, more = 0], i) => ({
      lot: 23 + i,
      phases: [
        steady(between(ms, ms), 60, { lost: [45] }),
        steady(between(ms + more, ms + more), 30, { begins: 'change', strict: true, lost: [28] }),
      ],
    })),
  ),
  measuredOn({ id: 'two-servers', title: 'Two servers, a fast and a slow one', category: 'two servers' }, [
    {
      lot: 27,
      phases: [
        {
          begins: 'start',
          trips: { a: between(2, 6), b: between(350, 500) },
          calls: 180,
          lost: [100, 127, 150, 175],
        },
      ],
    },
  ]),
  measuredOn({ id: 'one-silent', title: 'One of two servers is silent', category: 'two servers' }, [
    {
      lot: 28,
      phases: [
        { begins: 'start', trips: { a: between(20, 40), b: between(20, 40) }, calls: 100, lost: [91, 94] },
        {
          begins: 'same',
          trips: { a: between(20, 40) },
          calls: 45,
          pauseMs: [2_100, 2_600],
          beside: { server: 'b', silentMs: 2 * MINUTE_MS },
          lost: AFTERWARDS,
        },
      ],
    },
  ]),
  measuredOn({ id: 'clock', title: 'The time of day steps', category: 'the time of day steps' }, [
    {
      lot: 29,
      phases: [
        steady(between(30, 60), 60, { lost: [45] }),
        steady(between(30, 60), 30, {
          begins: 'trouble',
          strict: true,
          steps: { 0: HOUR_MS, 2: 300, 4: MINUTE_MS, 6: 2_000, 8: HOUR_MS },
          lost: [20],
        }),
        steady(between(30, 60), 64, {
          begins: 'trouble',
          lost: [12, 14, 16, 18, 30, 45],
          steps: { 12: -HOUR_MS, 14: -5_000, 16: -HOUR_MS, 18: -MINUTE_MS },
        }),
      ],
    },
  ]),
  measuredOn({ id: 'four-at-once', title: 'Four calls at a time', category: 'calls overlap' }, [
    { lot: 30, phases: [steady(between(20, 120), 200, { atOnce: 4, lost: [80, 120, 160, 190] })] },
    { lot: 31, phases: [steady(around(200, 5), 160, { atOnce: 4, lost: [80, 120, 150] })] },
  ]),
  measuredOn(
    { id: 'mixed', title: 'Five networks after each other', category: 'many changes' },
    [45, 54].map(mixedPlan),
  ),
];
