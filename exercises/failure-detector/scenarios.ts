import { defineScenario, fault, Prng, type Fault, type ScenarioNode, type Script } from 'partial-failure/kit';
import { OBSERVER, scheduleOf, TRAVELS, type Part, type Plan, type Regime, type Schedule } from './peers.ts';
import { DETECTED_MIN, DETECTED_Q } from './bounds.ts';

/** The observer is asked so long before and after each heartbeat, in ms. */
const BESIDE_MS = 1;
/** In a silence of more than an interval it is asked so often: each half interval. */
const EVERY = 0.5;
/** The longest a heartbeat is on its way, in intervals. */
const ON_ITS_WAY = 4;
const HOUR_MS = 3_600_000;

interface Shown {
  readonly id: string;
  readonly title: string;
  readonly visible?: boolean;
  readonly category: string;
  readonly judges?: readonly string[];
  readonly plans: readonly Plan[];
}

interface Case extends Plan {
  readonly faults: readonly Fault[];
}

function watched({ plans, visible = false, ...about }: Shown) {
  const lengths = plans.map(endOf);
  return defineScenario<Case>({
    ...about,
    visible,
    endMs: Math.max(...lengths),
    cases: plans.map((plan) => ({ ...plan, faults: faultsOf(plan) })),
    nodes: ({ case: { intervalMs } }): ScenarioNode[] => [
      { id: OBSERVER, role: 'observer', args: ['peer', intervalMs] },
    ],
    script: (script, { case: plan }) => play(script, plan),
  });
}

/** Pauses and steps do not depend on how heartbeats travel. */
function faultsOf(plan: Plan): Fault[] {
  const { pauses, steps } = scheduleOf(plan, new Prng(0));
  const { intervalMs } = plan;
  return [
    ...pauses.map(({ from, until }) =>
      fault.pause(OBSERVER, { atMs: from * intervalMs, forMs: (until - from) * intervalMs }),
    ),
    ...steps.map(({ at, byMs }) => fault.clockStep(OBSERVER, { atMs: at * intervalMs, byMs })),
  ];
}

function endOf(plan: Plan): number {
  const { crashAt, stretches } = scheduleOf(plan, new Prng(0));
  const { q } = TRAVELS[stretches.at(-1)?.regime ?? 'still'];
  const { watchedAfter = 20 } = plan;
  return (crashAt + ON_ITS_WAY + Math.max(DETECTED_MIN, DETECTED_Q * q) + watchedAfter) * plan.intervalMs;
}

function play(script: Script, plan: Plan): void {
  const { intervalMs } = plan;
  const seed = plan.seed ?? script.draw.int(0, 2 ** 31);
  script.note('heartbeats', { seed });
  const schedule = scheduleOf(plan, new Prng(seed));
  for (const arrival of schedule.arrivals)
    script.at(arrival * intervalMs, () => script.call(OBSERVER, 'onHeartbeat', []));
  for (const atMs of pollsOf(plan, schedule)) script.at(atMs, () => script.call(OBSERVER, 'suspects', []));
  const say = (at: number, text: string): void => script.at(at * intervalMs, () => script.note('part', text));
  schedule.stretches.forEach(({ regime, from }, i) => {
    if (schedule.stretches[i - 1]?.regime !== regime) say(from, regime);
  });
  for (const { from, until } of schedule.outages)
    say(from, `For ${Math.round((until - from) * intervalMs)} ms all heartbeats were lost.`);
  for (const { from, until, lost } of schedule.pauses)
    say(
      from,
      `What came in the next ${Math.round((until - from) * intervalMs)} ms ${lost ? 'was lost' : 'waited'}.`,
    );
  say(schedule.crashAt, 'The peer crashed.');
}

/** When the observer is asked, in ms: beside every heartbeat, and in every silence; not while it stands still. */
function pollsOf(plan: Plan, { arrivals, pauses }: Schedule): number[] {
  const { intervalMs } = plan;
  const polls: number[] = [];
  let beforeMs = 0;
  for (const untilMs of [...arrivals.map((arrival) => arrival * intervalMs), endOf(plan)]) {
    if (untilMs - beforeMs < 2 * BESIDE_MS) continue;
    polls.push(beforeMs + BESIDE_MS);
    for (let ms = beforeMs + intervalMs; ms < untilMs - BESIDE_MS; ms += EVERY * intervalMs) polls.push(ms);
    if (untilMs - BESIDE_MS > (polls.at(-1) ?? 0)) polls.push(untilMs - BESIDE_MS);
    beforeMs = untilMs;
  }
  const still = pauses.map(({ from, until }) => ({
    fromMs: from * intervalMs - 5,
    untilMs: until * intervalMs,
  }));
  const awake = polls.filter((ms) => !still.some(({ fromMs, untilMs }) => ms >= fromMs && ms <= untilMs));
  return [...awake, ...still.map(({ untilMs }) => untilMs + 2)].sort((a, b) => a - b);
}

function run(regime: Regime, heartbeats: number): Part {
  return { regime, heartbeats };
}

export default [
  watched({
    id: 'lan',
    title: 'A local network, then a crash',
    visible: true,
    category: 'a local network',
    plans: [{ intervalMs: 200, seed: 1, parts: [run('lan', 1_600)] }],
  }),
  watched({
    id: 'wan',
    title: 'A wide-area network, then a crash',
    visible: true,
    category: 'a wide-area network',
    plans: [{ intervalMs: 1_000, seed: 2, parts: [run('wan', 1_600)] }],
  }),
  watched({
    id: 'batches',
    title: 'Heartbeats in batches of seven, then a crash',
    visible: true,
    category: 'batches',
    plans: [{ intervalMs: 200, seed: 3, parts: [run('batches', 1_603)] }],
  }),
  watched({
    id: 'outage',
    title: 'All heartbeats are lost for a while; later the peer crashes',
    visible: true,
    category: 'an outage',
    plans: [
      { intervalMs: 200, seed: 4, parts: [run('lan', 900), { outage: 50 }, run('lan', 60)] },
      {
        intervalMs: 1_000,
        seed: 5,
        parts: [run('wan', 600), { outage: 20 }, run('wan', 300), { outage: 60 }, run('wan', 60)],
      },
    ],
  }),
  watched({
    id: 'lossy',
    title: 'One heartbeat in two is lost',
    category: 'loss',
    plans: [{ intervalMs: 200, seed: 6, parts: [run('lossy', 3_200)] }],
  }),
  watched({
    id: 'jitter',
    title: 'Heartbeats are late by up to three intervals',
    category: 'late heartbeats',
    plans: [{ intervalMs: 1_000, seed: 7, parts: [run('jitter', 1_600)] }],
  }),
  watched({
    id: 'worse',
    title: 'The network gets worse',
    category: 'changes',
    plans: [
      { intervalMs: 200, seed: 8, parts: [run('lan', 400), run('lossy', 2_600)] },
      { intervalMs: 200, seed: 9, parts: [run('lan', 1_200), run('batches', 1_001)] },
    ],
  }),
  watched({
    id: 'better',
    title: 'The network gets better',
    category: 'changes',
    plans: [
      { intervalMs: 200, seed: 10, parts: [run('lossy', 800), run('lan', 1_400)] },
      { intervalMs: 1_000, seed: 11, parts: [run('batches', 700), run('lan', 1_400)] },
    ],
  }),
  watched({
    id: 'regular',
    title: 'Perfect regularity, and then not',
    category: 'regular heartbeats',
    plans: [
      { intervalMs: 200, seed: 12, parts: [run('still', 600), run('nearly-still', 300)] },
      { intervalMs: 1_000, seed: 12, parts: [run('still', 300), run('nearly-still', 200)] },
    ],
  }),
  watched({
    id: 'pauses',
    title: 'The observer stands still',
    category: 'pauses of the observer',
    plans: [
      {
        intervalMs: 200,
        seed: 13,
        parts: [
          run('lan', 300),
          { pause: 5, heartbeats: 'lost' },
          run('lan', 100),
          { pause: 60, heartbeats: 'lost' },
          run('lan', 60),
        ],
      },
      {
        intervalMs: 1_000,
        seed: 14,
        parts: [
          run('wan', 300),
          { pause: 30, heartbeats: 'wait' },
          run('wan', 80),
          { outage: 30 },
          run('wan', 40),
          { pause: 12, heartbeats: 'lost' },
          run('wan', 60),
        ],
      },
      // The last of it is never heard: the peer crashes while the observer stands still.
      { intervalMs: 200, seed: 18, parts: [run('lan', 100), { pause: 20, heartbeats: 'lost' }] },
    ],
  }),
  watched({
    id: 'clock',
    title: 'The time of day steps',
    category: 'clock steps',
    plans: [
      {
        intervalMs: 200,
        seed: 15,
        parts: [
          run('lan', 300),
          { stepMs: HOUR_MS },
          run('lan', 300),
          { stepMs: -HOUR_MS },
          run('lan', 100),
          { outage: 25 },
          { stepMs: HOUR_MS },
          run('lan', 60),
        ],
        stepsAfterCrash: [
          { after: 2, byMs: -HOUR_MS },
          { after: 15, byMs: HOUR_MS },
        ],
      },
      {
        intervalMs: 1_000,
        seed: 16,
        parts: [run('lan', 100)],
        stepsAfterCrash: [{ after: 1, byMs: -HOUR_MS }],
      },
    ],
  }),
  watched({
    id: 'dead-for-long',
    title: 'The peer has been dead for long',
    category: 'long after a crash',
    plans: [{ intervalMs: 200, seed: 20, parts: [run('lan', 100)], watchedAfter: 1_200 }],
  }),
  watched({
    id: 'slow-start',
    title: 'The first heartbeat is late',
    category: 'a late start',
    plans: [{ intervalMs: 1_000, seed: 17, startsAfter: 9.9, parts: [run('lan', 60)] }],
  }),
  watched({
    id: 'drawn',
    title: 'A wide-area network, drawn anew',
    category: 'a wide-area network',
    judges: ['completeness', 'recovery'],
    plans: [{ intervalMs: 200, parts: [run('wan', 400), { outage: 30 }, run('wan', 60)] }],
  }),
];
