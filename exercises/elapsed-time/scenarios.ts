import {
  combine,
  defineScenario,
  fault,
  type Decider,
  type Fault,
  type FaultMix,
  type Script,
  type Span,
  type Sweep,
} from 'partial-failure/kit';
import { ALLOWANCE_PER_MILLE, ROUNDING_MS, SLACK_MS } from './bounds.ts';
import { SERVICE, TTL_NOTE } from './facts.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** One call of `create`. */
interface Creation {
  readonly atMs: number;
  readonly id: string;
}

interface Plan {
  readonly ttlMs: number;
  readonly creates: readonly Creation[];
  readonly faults?: readonly Fault[];
  /** The process crashes again at this step of each of its second to fourth lives. */
  readonly crashAtBootStep?: number;
  /** `valid` is asked for everything so often, besides when it matters. Default: never. */
  readonly everyMs?: number;
  /** Until when, in ms. Default: a while after all sessions are over. */
  readonly untilMs?: number;
}

/** Names that objects have anyway, and one that nobody creates. */
const STRANGERS = ['nobody', 'toString', '__proto__', 'hasOwnProperty'];

/** When the answers matter, in ms after a `create`. */
const moments = (ttlMs: number): number[] => {
  const atLeastMs = (ttlMs * (1000 - ALLOWANCE_PER_MILLE)) / 1000 - SLACK_MS;
  return [
    ...[0.1, 0.4, 0.5, 0.6, 0.9, 0.98].map((part) => part * ttlMs),
    ...[-3, -1, -0.1].map((ms) => atLeastMs + ms),
    ...[0.1, 1, 3].map((ms) => ttlMs + ROUNDING_MS + ms),
    ...[1.0005, 1.001, 1.002, 1.01, 1.05, 1.2, 1.5, 1.6, 2, 3].map((part) => part * ttlMs + ROUNDING_MS + 1),
  ];
};

function play(script: Script, { ttlMs, creates, everyMs, untilMs }: Plan): void {
  script.note(TTL_NOTE, ttlMs);
  const ids = [...new Set(creates.map(({ id }) => id))];
  const ask = (id: string): void => {
    if (script.isStarted(SERVICE)) script.call(SERVICE, 'valid', [id]);
  };
  for (const { atMs, id } of creates) {
    const create = (): void => {
      if (!script.isStarted(SERVICE)) {
        script.after(50, create);
        return;
      }
      script.call(SERVICE, 'create', [id], () => ask(id));
      for (const ms of moments(ttlMs)) script.after(ms, () => ask(id));
    };
    script.at(atMs, create);
  }
  for (const id of STRANGERS) script.at(SECOND, () => ask(id));
  const endMs = untilMs ?? Math.max(...creates.map(({ atMs }) => atMs)) + 3.2 * ttlMs;
  if (everyMs !== undefined) {
    const all = (): void => {
      ids.forEach(ask);
      if (script.nowMs() + everyMs < endMs) script.after(everyMs, all);
    };
    script.at(everyMs / 2, all);
  }
  script.at(endMs, () => script.end());
}

/** Crashes the second to fourth lives at one of their first steps, while they start. */
function crashesAgain(step: number): Decider {
  return {
    onStep({ node, incarnation, step: now }) {
      if (incarnation < 1 || incarnation > 3 || now !== step) return undefined;
      return fault.crashAt({ node, incarnation, step: now }, { restartAfterMs: 2 * SECOND });
    },
  };
}

const crash = (atMs: number, restartAfterMs: number): Fault => fault.crash(SERVICE, { atMs, restartAfterMs });
const step = (atMs: number, byMs: number): Fault => fault.clockStep(SERVICE, { atMs, byMs });
const rate = (atMs: number, realMicros: number): Fault => fault.clockRate(SERVICE, { atMs, realMicros });
const slow = (untilMs: number, byMs: number): Fault => fault.slowDisk(SERVICE, { fromMs: 0, untilMs, byMs });

interface What {
  readonly id: string;
  readonly title: string;
  readonly visible?: boolean;
  readonly category: string;
  readonly disk?: Span;
  readonly sweep?: Sweep;
}

function planned({ visible = false, ...what }: What, plans: readonly Plan[]) {
  return defineScenario<Plan>({
    ...what,
    visible,
    endMs: DAY,
    cases: plans,
    nodes: ({ case: { ttlMs } }) => [{ id: SERVICE, role: 'service', args: [ttlMs] }],
    faults: ({ case: plan }) => plan.faults ?? [],
    direct: ({ case: { crashAtBootStep } }) =>
      combine(crashAtBootStep === undefined ? [] : [crashesAgain(crashAtBootStep)]),
    script: (script, { case: plan }) => play(script, plan),
  });
}

const one = (atMs = 0, id = 'ada'): Creation[] => [{ atMs: atMs + 100, id }];
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const TTLS = [10 * SECOND, 90 * SECOND, HOUR];

/** A process that restarts again and again: each time the monotonic clock starts somewhere else. */
const restarts = (count: number, everyMs: number, downMs: number): Fault[] =>
  range(count).map((i) => crash((i + 1) * everyMs, downMs));

const ODD_IDS = ['', ' ', 'constructor', 'valueOf', 'null', '0', 'a/b', 'ä', 'x'.repeat(80)];

const DRAWN: FaultMix = {
  untilMs: 5 * MINUTE,
  crash: { nodes: [SERVICE], max: 4, restartAfter: { minMs: 0, maxMs: 90 * SECOND } },
  clockStep: { nodes: [SERVICE], max: 3, byMs: DAY },
  clockRate: { nodes: [SERVICE], max: 3, byPpm: 1_000 },
  leapSecond: { nodes: [SERVICE], smearSeconds: [0, 86_400] },
  slowDisk: { nodes: [SERVICE], by: { minMs: 10, maxMs: 5 * SECOND } },
};

export default [
  planned({ id: 'calm', title: 'Calm', visible: true, category: 'no fault' }, [
    { ttlMs: 10 * SECOND, creates: one() },
    { ttlMs: MINUTE, creates: [...one(), ...one(20 * SECOND, 'bob')] },
  ]),
  planned(
    {
      id: 'step-back',
      title: 'The time of day steps back',
      visible: true,
      category: 'the time of day steps',
    },
    [{ ttlMs: MINUTE, creates: one(), faults: [step(30 * SECOND, -HOUR)] }],
  ),
  planned({ id: 'restart', title: 'A restart', visible: true, category: 'a restart' }, [
    { ttlMs: MINUTE, creates: one(), faults: [crash(20 * SECOND, 5 * SECOND)], everyMs: 9 * SECOND },
    {
      ttlMs: MINUTE,
      creates: one(),
      faults: [crash(20 * SECOND, 10 * MINUTE)],
      untilMs: 12 * MINUTE,
      everyMs: 11 * SECOND,
    },
  ]),
  planned(
    { id: 'steps', title: 'The time of day steps', category: 'the time of day steps' },
    TTLS.flatMap((ttlMs) =>
      [-DAY, DAY, -ttlMs / 2, ttlMs / 2, -2 * ttlMs, ttlMs * 0.01, -ttlMs * 0.01].flatMap((byMs): Plan[] => [
        { ttlMs, creates: one(), faults: [step(ttlMs / 3, byMs)] },
        // Before the first session.
        { ttlMs, creates: one(SECOND), faults: [step(500, byMs)] },
      ]),
    ),
  ),
  planned(
    { id: 'leap', title: 'A leap second', category: 'a leap second' },
    [undefined, 86_400, 2_000].map((smearSeconds) => ({
      ttlMs: 10 * SECOND,
      creates: one(),
      faults: [
        {
          kind: 'leap-second' as const,
          at: { node: SERVICE, atMs: 3 * SECOND },
          ...(smearSeconds !== undefined && { smearSeconds }),
        },
      ],
    })),
  ),
  planned(
    { id: 'drift', title: 'A fast clock and a slow one', category: 'a fast or a slow clock' },
    TTLS.flatMap((ttlMs): Plan[] => [
      { ttlMs, creates: one(), faults: [rate(10, 1_001_000)] },
      { ttlMs, creates: one(), faults: [rate(10, 999_000)] },
      { ttlMs, creates: one(), faults: [rate(10, 1_001_000), rate(ttlMs / 2, 999_000)] },
      { ttlMs, creates: one(), faults: [rate(10, 999_000), rate(ttlMs / 4, 1_001_000)] },
    ]),
  ),
  planned({ id: 'slow-disk', title: 'A slow disk', category: 'a slow disk' }, [
    ...[200, SECOND, 4_900].flatMap((byMs): Plan[] => [
      { ttlMs: 10 * SECOND, creates: one(), faults: [slow(MINUTE, byMs)] },
      {
        ttlMs: MINUTE,
        creates: [...one(6 * SECOND), ...one(6_010, 'bob'), ...one(30 * SECOND)],
        faults: [slow(3 * MINUTE, byMs), crash(70 * SECOND, 100)],
        everyMs: 7 * SECOND,
      },
    ]),
  ]),
  planned({ id: 'restarts', title: 'Restarts', category: 'restarts' }, [
    ...TTLS.flatMap((ttlMs): Plan[] => [
      // In its time, and after it.
      { ttlMs, creates: one(), faults: [crash(ttlMs / 2, 100), crash(0.8 * ttlMs, 0)], everyMs: ttlMs / 8 },
      {
        ttlMs,
        creates: one(),
        faults: [crash(ttlMs / 2, Math.min(0.9 * ttlMs, 10 * MINUTE))],
        everyMs: ttlMs / 8,
      },
      { ttlMs, creates: one(), faults: [crash(0.99 * ttlMs, 10)], everyMs: ttlMs / 9 },
      // The time of day steps back while it is down, and after it.
      {
        ttlMs,
        creates: one(),
        faults: [crash(ttlMs / 2, 3 * SECOND), step(ttlMs / 2 + SECOND, -DAY)],
        everyMs: ttlMs / 8,
      },
      {
        ttlMs,
        creates: one(),
        faults: [crash(ttlMs / 2, 3 * SECOND), step(ttlMs / 2 + 10 * SECOND, -ttlMs)],
        everyMs: ttlMs / 8,
      },
      { ttlMs, creates: one(), faults: [step(ttlMs / 4, DAY), crash(ttlMs / 2, 50)], everyMs: ttlMs / 8 },
      // One from before and one from after, with the same id and with another.
      {
        ttlMs,
        creates: [...one(), ...one(0.6 * ttlMs + SECOND, 'bob'), ...one(0.7 * ttlMs + SECOND)],
        faults: [crash(ttlMs / 2, 200)],
        everyMs: ttlMs / 10,
      },
    ]),
    // Again and again: whatever the clock shows after a restart, some of them show it.
    ...[10 * SECOND, 10 * MINUTE, HOUR].flatMap((ttlMs) =>
      range(4).map((i): Plan => ({
        ttlMs,
        creates: one(i * 10),
        faults: restarts(24, ttlMs / 4, 50),
        everyMs: ttlMs / 8 + 100,
        untilMs: 7 * ttlMs,
      })),
    ),
  ]),
  planned(
    { id: 'down', title: 'Down for long', category: 'down for long' },
    [10 * SECOND, MINUTE, 5 * MINUTE, 9 * MINUTE].flatMap((ttlMs) =>
      range(4).map((i): Plan => ({
        ttlMs,
        creates: one(i * 10),
        faults: [crash(ttlMs / 2, 10 * MINUTE), crash(ttlMs / 2 + 11 * MINUTE, 10 * MINUTE)],
        everyMs: Math.max(5 * SECOND, ttlMs / 6),
        untilMs: 25 * MINUTE,
      })),
    ),
  ),
  planned(
    { id: 'crash-in-start', title: 'A crash while it starts', category: 'a crash in start or create' },
    [
      ...range(10).map((i): Plan => ({
        ttlMs: MINUTE,
        creates: one(),
        faults: [crash(20 * SECOND, SECOND)],
        crashAtBootStep: i,
        everyMs: 7 * SECOND,
      })),
      ...range(12).map((i): Plan => ({
        ttlMs: MINUTE,
        creates: [...one(), ...one(30 * SECOND)],
        faults: [slow(5 * MINUTE, 400), crash(30_100 + 100 * i, SECOND)],
        everyMs: 7 * SECOND,
      })),
    ],
  ),
  planned({ id: 'reads', title: 'Asked again and again', category: 'asked again and again' }, [
    { ttlMs: 10 * SECOND, creates: [...one(), ...one(0, 'bob')], everyMs: 170 },
    { ttlMs: HOUR, creates: one(), everyMs: 41 * SECOND },
  ]),
  planned(
    { id: 'renewed', title: 'Created again', category: 'created again' },
    TTLS.flatMap((ttlMs): Plan[] => [
      { ttlMs, creates: [...one(), ...one(ttlMs / 2)] },
      { ttlMs, creates: [...one(), ...one(ttlMs / 3), ...one(0.7 * ttlMs), ...one(1.5 * ttlMs)] },
      { ttlMs, creates: [...one(), ...one(1.1 * ttlMs)] },
      { ttlMs, creates: [...one(), ...one(0, 'bob'), ...one(ttlMs / 2, 'bob')], everyMs: ttlMs / 9 },
    ]),
  ),
  planned({ id: 'ids', title: 'Unusual ids', category: 'unusual ids' }, [
    { ttlMs: 10 * SECOND, creates: ODD_IDS.map((id, i) => ({ atMs: 20 * i + 60, id })) },
    {
      ttlMs: 30 * SECOND,
      creates: ODD_IDS.map((id, i) => ({ atMs: 400 * i + 60, id })),
      faults: [crash(12 * SECOND, 2 * SECOND)],
      everyMs: 8 * SECOND,
    },
    { ttlMs: 10 * SECOND, creates: range(20).map((i) => ({ atMs: 700 * i + 60, id: `user-${i}` })) },
  ]),
  planned(
    {
      id: 'one-crash',
      title: 'A crash at every step',
      category: 'a crash at any step',
      sweep: { crash: { nodes: [SERVICE], restartAfterMs: 3 * SECOND }, runsMax: 60 },
    },
    [
      {
        ttlMs: 10 * SECOND,
        creates: [...one(SECOND), ...one(1_050, 'bob'), ...one(7 * SECOND)],
        everyMs: 4_300,
      },
    ],
  ),
  defineScenario({
    id: 'drawn',
    title: 'Everything together',
    visible: false,
    category: 'many faults together',
    endMs: DAY,
    nodes: () => [{ id: SERVICE, role: 'service', args: [90 * SECOND] }],
    script(script) {
      const { draw } = script;
      const creates = range(draw.int(1, 5)).map(() => ({
        atMs: draw.int(100, 240_000),
        id: draw.pick(['ada', 'bob', '']),
      }));
      play(script, { ttlMs: 90 * SECOND, creates, everyMs: 13 * SECOND, untilMs: 10 * MINUTE });
    },
    sample: { runs: 40, mix: DRAWN },
  }),
];
