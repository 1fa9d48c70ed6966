import { defineScenario, fault, type Fault, type Scenario, type Script } from 'partial-failure/kit';
import { drawn } from './commands.ts';
import { callAndAsk, HOLDERS, lockService, noteTerms, SERVICE, watch, type ServiceManner } from './peers.ts';

type Method = 'acquire' | 'renew' | 'release';
/** A call of the first holder, or of the one that is named. */
type Step = readonly [atMs: number, method: Method, holder?: string];

interface Plan {
  readonly ttlMs: number;
  readonly steps: readonly Step[];
  readonly faults?: readonly Fault[];
  readonly service?: Partial<ServiceManner>;
  /** From then on the other holder asks for the lock, ten times in each time to live. */
  readonly otherFromMs?: number;
  /** Where many runs are made of it: `held()` is asked that often in a time to live, and not besides. Default: 32. */
  readonly looks?: number;
}

const [A, B] = HOLDERS;
const RHO_US = 10_000;
const FAST_US = 1_000_000 - RHO_US;
const SLOW_US = 1_000_000 + RHO_US;

const request = (n: number, holder: string = A): string => `request ${holder}>${SERVICE} 0.${n}`;
const reply = (n: number, holder: string = A): string => `reply ${request(n, holder)}`;
const drop = (message: string): Fault => ({ kind: 'drop', message });
const late = (message: string, byMs: number): Fault => ({ kind: 'delay', message, byMs });
const twice = (message: string, afterMs: number): Fault => ({ kind: 'duplicate', message, afterMs });
const rate = (node: string, realMicros: number): Fault => ({
  kind: 'clock-rate',
  at: { node, atMs: 0 },
  realMicros,
});

function play(script: Script, { ttlMs, steps, otherFromMs, service, looks }: Plan): void {
  noteTerms(script, ttlMs, service?.realMicros ?? 1_000_000);
  for (const [atMs, method, holder = A] of steps)
    script.at(atMs, () => {
      if (looks === undefined) callAndAsk(script, holder, method);
      else script.call(holder, method, []);
    });
  if (otherFromMs !== undefined) {
    const ask = (): void => {
      script.call(B, 'acquire', []);
      script.after(ttlMs / 10, ask);
    };
    script.at(otherFromMs, ask);
  }
  watch(script, ttlMs / (looks ?? 32));
}

function planned(
  what: { id: string; title: string; visible?: boolean; category: string } & Pick<
    Scenario<Plan>,
    'sweep' | 'exhaust'
  >,
  plans: readonly Plan[],
) {
  return plans.length === 0
    ? []
    : [...new Set(plans.map(({ ttlMs }) => ttlMs))].map((ttlMs, i) =>
        defineScenario<Plan>({
          id: i === 0 ? what.id : `${what.id}-${ttlMs}`,
          title: what.title,
          visible: what.visible ?? false,
          category: what.category,
          endMs: Math.max(2.4 * ttlMs, ttlMs + 3000),
          cases: plans.filter((plan) => plan.ttlMs === ttlMs),
          nodes: ({ case: plan }) => [
            ...HOLDERS.map((id) => ({ id, role: 'holder', args: [SERVICE, plan.ttlMs] })),
            { id: SERVICE, course: lockService({ realMicros: 1_000_000, ...plan.service }) },
          ],
          link: () => ({ minMs: 2, maxMs: 2 }),
          clockOffsetMs: 500,
          script: (script, { case: plan }) => play(script, plan),
          ...(what.sweep !== undefined && { sweep: what.sweep }),
          ...(what.exhaust !== undefined && { exhaust: what.exhaust }),
        }),
      );
}

const HOUR_MS = 3_600_000;
const short = (steps: readonly Step[], faults: readonly Fault[] = [], more: Partial<Plan> = {}): Plan => ({
  ttlMs: 2000,
  steps,
  faults,
  ...more,
});

export default [
  ...planned(
    { id: 'slow-grant', title: 'The grant comes slowly', visible: true, category: 'a slow answer' },
    [short([[100, 'acquire']], [late(reply(0), 900)], { otherFromMs: 1500 })],
  ),
  ...planned({ id: 'lost-renewal', title: 'A renewal is lost', visible: true, category: 'a lost message' }, [
    short(
      [
        [100, 'acquire'],
        [900, 'renew'],
      ],
      [drop(request(1))],
      { otherFromMs: 1500 },
    ),
    short(
      [
        [100, 'acquire'],
        [900, 'renew'],
      ],
      [drop(reply(1))],
      { otherFromMs: 1500 },
    ),
  ]),
  ...planned(
    { id: 'clock-step', title: 'The time of day steps', visible: true, category: 'the time of day steps' },
    [
      short([[100, 'acquire']], [fault.clockStep(A, { atMs: 600, byMs: -HOUR_MS })], { otherFromMs: 1500 }),
      short([[100, 'acquire']], [fault.clockStep(A, { atMs: 600, byMs: HOUR_MS })], { otherFromMs: 1500 }),
    ],
  ),
  ...planned({ id: 'pause', title: 'A pause over the end', visible: true, category: 'a pause' }, [
    short([[100, 'acquire']], [fault.pause(A, { atMs: 1000, forMs: 2000 })], { otherFromMs: 1500 }),
    short(
      [
        [100, 'acquire'],
        [1900, 'renew'],
      ],
      [fault.pause(A, { atMs: 1000, forMs: 1060 })],
      { otherFromMs: 2050 },
    ),
  ]),
  ...planned(
    { id: 'rates', title: 'Clocks at both ends of their rates', category: 'clocks run fast and slow' },
    [2000, 10_000, 60_000].flatMap((ttlMs) => [
      {
        ttlMs,
        steps: [[100, 'acquire']],
        service: { realMicros: FAST_US },
        faults: [rate(A, SLOW_US)],
        otherFromMs: 0.9 * ttlMs,
      },
      {
        ttlMs,
        steps: [
          [100, 'acquire'],
          [0.6 * ttlMs, 'renew'],
        ],
        service: { realMicros: FAST_US },
        faults: [rate(A, SLOW_US)],
        otherFromMs: 1.4 * ttlMs,
      },
      { ttlMs, steps: [[100, 'acquire']], service: { realMicros: SLOW_US }, faults: [rate(A, FAST_US)] },
    ]),
  ),
  ...planned({ id: 'late-answers', title: 'Answers that come late', category: 'late answers' }, [
    short(
      [
        [100, 'acquire'],
        [400, 'acquire'],
      ],
      [late(reply(0), 700), late(reply(1), 900)],
      { otherFromMs: 2000 },
    ),
    short(
      [
        [100, 'acquire'],
        [600, 'renew'],
        [900, 'renew'],
      ],
      [late(reply(1), 800)],
      { otherFromMs: 2600 },
    ),
    short(
      [
        [100, 'acquire'],
        [600, 'renew'],
        [900, 'renew'],
      ],
      [late(reply(1), 600), drop(request(2))],
      { otherFromMs: 2300 },
    ),
    short(
      [
        [100, 'acquire'],
        [1000, 'acquire'],
      ],
      [late(reply(0), 1500), drop(request(1))],
      { otherFromMs: 1800 },
    ),
    short(
      [
        [100, 'acquire'],
        [700, 'renew'],
      ],
      [twice(reply(1), 1500), twice(reply(0), 1700), twice(request(0), 1200)],
      { otherFromMs: 2400 },
    ),
    short(
      [
        [100, 'acquire'],
        [1000, 'renew'],
        [1500, 'acquire'],
      ],
      [late(reply(1), 900), late(reply(2), 1700)],
      { otherFromMs: 2900 },
    ),
  ]),
  ...planned({ id: 'released', title: 'Answers after a release', category: 'answers after a release' }, [
    short(
      [
        [100, 'acquire'],
        [500, 'release'],
        [800, 'renew'],
        [900, 'release'],
      ],
      [],
      { otherFromMs: 505 },
    ),
    short(
      [
        [100, 'acquire'],
        [400, 'renew'],
        [500, 'release'],
      ],
      [late(reply(1), 600)],
      { otherFromMs: 700 },
    ),
    short(
      [
        [100, 'acquire'],
        [400, 'renew'],
        [500, 'release'],
        [1300, 'renew'],
        [1500, 'release'],
      ],
      [late(reply(1), 600)],
    ),
    short(
      [
        [100, 'acquire'],
        [400, 'acquire'],
        [600, 'release'],
      ],
      [late(reply(0), 900)],
      { otherFromMs: 700 },
    ),
    short(
      [
        [100, 'acquire'],
        [400, 'acquire'],
        [600, 'release'],
        [1300, 'renew'],
      ],
      [late(reply(0), 400), late(reply(1), 500)],
      { otherFromMs: 700 },
    ),
    short(
      [
        [100, 'acquire'],
        [500, 'release'],
      ],
      [late(request(1), 600)],
      { otherFromMs: 1200 },
    ),
    // The release has no answer yet when that of an earlier call comes; nor has it when a later call is made.
    short(
      [
        [100, 'acquire'],
        [400, 'renew'],
        [500, 'release'],
      ],
      [late(reply(1), 300), drop(reply(2))],
      { otherFromMs: 800 },
    ),
    short(
      [
        [100, 'acquire'],
        [500, 'release'],
        [800, 'acquire'],
        [2000, 'renew'],
      ],
      [late(reply(1), 700), late(reply(2), 600)],
      { otherFromMs: 3500 },
    ),
    // Nothing is known yet when it is released.
    short(
      [
        [100, 'acquire'],
        [300, 'release'],
        [1500, 'acquire'],
      ],
      [late(reply(0), 700)],
    ),
    short([
      [100, 'acquire'],
      [500, 'release'],
      [700, 'acquire'],
      [900, 'renew'],
      [1200, 'release'],
      [1300, 'acquire'],
    ]),
    short(
      [
        [100, 'acquire'],
        [500, 'release'],
        [700, 'acquire'],
      ],
      [late(reply(0), 1000)],
      { otherFromMs: 2300 },
    ),
  ]),
  ...planned({ id: 'ids', title: 'Any text is an id', category: 'unusual ids' }, [
    short(
      [
        [100, 'acquire'],
        [600, 'renew'],
        [1000, 'release'],
        [1100, 'acquire'],
        [1300, 'renew'],
        [1500, 'release'],
      ],
      [],
      { service: { ids: ['', '0'] }, otherFromMs: 1700 },
    ),
  ]),
  ...planned({ id: 'refused', title: 'Refusals', category: 'refusals' }, [
    short([
      [100, 'acquire', B],
      [300, 'acquire'],
      [600, 'acquire'],
      [700, 'renew'],
      [900, 'release', B],
      [1000, 'acquire'],
    ]),
    short(
      [
        [100, 'acquire'],
        [2300, 'renew'],
        [2400, 'acquire'],
      ],
      [],
      { otherFromMs: 3000 },
    ),
    short(
      [
        [100, 'acquire'],
        [2150, 'renew'],
      ],
      [],
      { otherFromMs: 2110 },
    ),
    short(
      [
        [100, 'acquire'],
        [1000, 'renew'],
        [1200, 'acquire'],
      ],
      [late(request(1), 1500)],
      { otherFromMs: 2600 },
    ),
    short([
      [50, 'renew'],
      [60, 'release'],
      [100, 'acquire'],
    ]),
  ]),
  ...planned({ id: 'shorter', title: 'Less is granted than was asked for', category: 'a shorter grant' }, [
    // What was left of the first grant is no more than a memory.
    short(
      [
        [100, 'acquire'],
        [500, 'release'],
        [700, 'acquire'],
      ],
      [],
      { service: { parts: [1, 0.3] }, otherFromMs: 1290 },
    ),
    short([[100, 'acquire']], [], { service: { parts: [0.4] }, otherFromMs: 700 }),
    short(
      [
        [100, 'acquire'],
        [600, 'renew'],
      ],
      [],
      { service: { parts: [1, 0.3] }, otherFromMs: 1800 },
    ),
    short(
      [
        [100, 'acquire'],
        [300, 'acquire'],
        [500, 'renew'],
      ],
      [],
      { service: { parts: [0.3, 1, 0.5], ids: ['x9', 'x10'] }, otherFromMs: 2000 },
    ),
  ]),
  ...planned(
    {
      id: 'unanswered',
      title: 'A call while another has no answer',
      category: 'a call while another is open',
    },
    [
      short(
        [
          [100, 'acquire'],
          [600, 'acquire'],
          [900, 'renew'],
        ],
        [drop(reply(0))],
      ),
      short(
        [
          [100, 'acquire'],
          [500, 'renew'],
          [900, 'renew'],
          [1300, 'acquire'],
        ],
        [drop(request(1))],
      ),
      short(
        [
          [100, 'acquire'],
          [500, 'release'],
          [800, 'acquire'],
        ],
        [drop(request(1))],
      ),
      short(
        [
          [100, 'acquire'],
          [500, 'release'],
          [800, 'acquire'],
          [900, 'renew'],
        ],
        [drop(reply(1))],
      ),
    ],
  ),
  ...planned(
    {
      id: 'two-faults',
      title: 'Any two messages lost, late or doubled',
      category: 'two messages lost, late or doubled',
      exhaust: { faults: 2, drop: true, delayMs: [700, 1600], duplicateAfterMs: [1700], runsMax: 250 },
    },
    [
      short(
        [
          [100, 'acquire'],
          [700, 'renew'],
          [1300, 'release'],
          [1500, 'acquire'],
        ],
        [],
        { otherFromMs: 2350, looks: 20 },
      ),
    ],
  ),
  ...planned(
    {
      id: 'every-pause',
      title: 'A pause at every step',
      category: 'a pause at every step',
      sweep: { pause: { nodes: [A], forMs: [300, 2300] }, between: { minMs: 50, maxMs: 1000 } },
    },
    [
      short(
        [
          [100, 'acquire'],
          [700, 'renew'],
        ],
        [],
        { otherFromMs: 1500, looks: 13 },
      ),
    ],
  ),
  drawn,
];
