import { defineScenario, type Fault, type Prng, type ScenarioNode } from 'partial-failure/kit';
import {
  burst,
  NODES,
  now,
  outside,
  play,
  receive,
  type ClockNode,
  type Plan,
  type Step,
} from './commands.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The farthest that a clock is off. */
const FAR = 249;
/** What a node sends by itself arrives when the run is long over. */
const UNHEARD = { minMs: 10 * HOUR, maxMs: 10 * HOUR };

interface Shown {
  readonly id: string;
  readonly title: string;
  readonly visible?: boolean;
  readonly category: string;
  readonly plans: readonly Plan[];
  readonly endMs?: number;
  readonly driftPpm?: number;
  readonly sweep?: {
    readonly pause: { readonly nodes: readonly ClockNode[]; readonly forMs: readonly number[] };
  };
}

function planned({ id, title, visible = false, category, plans, endMs = 2_000, driftPpm = 0, sweep }: Shown) {
  return defineScenario<Plan>({
    id,
    title,
    visible,
    category,
    endMs,
    // Clocks are off by what the plan says, and by nothing else.
    clockOffsetMs: 0,
    driftPpm,
    cases: plans,
    nodes: ({ case: { steps } }) => nodesOf(steps),
    link: () => UNHEARD,
    faults: ({ case: plan }) => faultsOf(plan),
    script: (script, { case: plan }) => play(script, plan, endMs),
    ...(sweep !== undefined && { sweep }),
  });
}

function nodesOf(steps: readonly Step[]): ScenarioNode[] {
  // a and b are always there: they compare.
  return NODES.filter((id) => id !== 'c' || steps.some(({ at }) => at === id)).map((id) => ({
    id,
    role: 'clock',
  }));
}

function faultsOf({ aheadMs = {}, clockSteps = [], realMicros = {} }: Plan): Fault[] {
  const faults: Fault[] = [];
  for (const node of NODES) {
    const micros = realMicros[node];
    if (micros !== undefined) faults.push({ kind: 'clock-rate', at: { node, atMs: 0 }, realMicros: micros });
    const byMs = aheadMs[node] ?? 0;
    if (byMs !== 0) faults.push({ kind: 'clock-step', at: { node, atMs: 0 }, byMs });
  }
  for (const [atMs, node, byMs] of clockSteps) faults.push({ kind: 'clock-step', at: { node, atMs }, byMs });
  return faults;
}

const pingPong: readonly Step[] = [
  now(100, 'a', '1'),
  receive(110, 'b', '1', '2'),
  receive(120, 'a', '2', '3'),
  receive(130, 'b', '3', '4'),
  now(131, 'b', '5'),
  receive(140, 'a', '5', '6'),
];

export default [
  planned({
    id: 'ping-pong',
    title: 'Two nodes whose clocks differ answer each other',
    visible: true,
    category: 'clocks that differ',
    plans: [
      { steps: pingPong },
      { steps: pingPong, aheadMs: { a: 200 } },
      { steps: pingPong, aheadMs: { b: 200, a: -40 } },
    ],
  }),
  planned({
    id: 'one-millisecond',
    title: 'Many events in one millisecond',
    visible: true,
    category: 'many events in one millisecond',
    plans: [
      { steps: [now(100, 'a'), now(100, 'a'), now(101, 'a'), now(101, 'b')] },
      { steps: [...burst(100, 'a', 3, 'a'), ...burst(100, 'b', 3, 'b')] },
      { steps: [1, 2, 3, 4, 5, 6].map((ms) => now(100 + ms, 'a')) },
      { steps: [...burst(100, 'a', 6, 'a'), now(102, 'a'), now(103, 'a')] },
    ],
  }),
  planned({
    id: 'step-back',
    title: 'A clock steps back',
    visible: true,
    category: 'a clock steps',
    plans: [
      { steps: [now(100, 'a'), now(150, 'a'), now(160, 'a'), now(300, 'a')], clockSteps: [[120, 'a', -100]] },
      {
        steps: [now(100, 'a'), now(150, 'a'), now(160, 'a')],
        aheadMs: { a: -200 },
        clockSteps: [[120, 'a', 400]],
      },
    ],
  }),
  planned({
    id: 'broken-peer',
    title: 'A peer has a broken clock',
    visible: true,
    category: 'a peer with a broken clock',
    plans: [
      {
        steps: [
          now(100, 'a', '1'),
          outside(110, 'a', HOUR),
          now(120, 'a', '2'),
          receive(130, 'b', '2'),
          now(140, 'b'),
        ],
      },
      {
        steps: [
          now(100, 'a'),
          outside(110, 'a', -HOUR, 3),
          now(120, 'a'),
          outside(130, 'a', -2_000),
          now(131, 'a'),
        ],
      },
      { steps: [outside(100, 'a', MINUTE + 300), now(100, 'a'), now(101, 'a', '1'), receive(101, 'b', '1')] },
    ],
  }),
  planned({
    id: 'fast-and-slow',
    title: 'The fastest clock that may be, and the slowest',
    category: 'the fastest clock and the slowest',
    plans: [
      { steps: pingPong, aheadMs: { a: FAR, b: -FAR } },
      { steps: pingPong, aheadMs: { a: -FAR, b: FAR } },
      { steps: [now(100, 'a', '1'), receive(100, 'b', '1'), now(100, 'b')], aheadMs: { a: FAR, b: -FAR } },
      // The slow node hears of the fast one again and again.
      {
        steps: Array.from({ length: 12 }, (_, i) => [
          now(100 + i * 2, 'a', `${i}`),
          receive(101 + i * 2, 'b', `${i}`),
        ]).flat(),
        aheadMs: { a: FAR, b: -FAR },
      },
      // It has made many events at the fast one's wall, and time moves on there.
      {
        steps: [
          now(100, 'a', '0'),
          receive(101, 'b', '0'),
          ...burst(102, 'b', 8, 'b'),
          now(105, 'a', '1'),
          receive(106, 'b', '1'),
          now(107, 'b', '2'),
          receive(108, 'a', '2'),
        ],
        aheadMs: { a: 100, b: -100 },
      },
      // First and sixth event of one instant.
      {
        steps: [
          ...burst(100, 'a', 6, 'a'),
          receive(101, 'b', 'a 0'),
          receive(102, 'b', 'a 5'),
          receive(103, 'b', 'a 1'),
          now(104, 'b'),
        ],
        aheadMs: { a: 200, b: -200 },
      },
      {
        steps: [
          ...burst(100, 'b', 6, 'b'),
          receive(101, 'a', 'b 0'),
          receive(102, 'a', 'b 5'),
          receive(103, 'a', 'b 5'),
          now(104, 'a'),
        ],
        aheadMs: { a: -200, b: 200 },
      },
      // Its own counter is ahead of the one that it hears of, at the same wall.
      {
        steps: [
          now(100, 'a', '0'),
          now(100, 'a', '1'),
          receive(101, 'b', '0'),
          ...burst(101, 'b', 4, 'b'),
          receive(102, 'b', '1'),
          now(103, 'b'),
        ],
        aheadMs: { a: 200 },
      },
    ],
  }),
  planned({
    id: 'late-messages',
    title: 'A timestamp arrives minutes late, twice, or after a later one',
    category: 'late and doubled timestamps',
    endMs: 12 * MINUTE,
    plans: [
      {
        steps: [
          now(100, 'a', '1'),
          now(5 * MINUTE, 'b'),
          receive(5 * MINUTE, 'b', '1'),
          now(5 * MINUTE + 1, 'b'),
        ],
      },
      {
        steps: [
          now(100, 'a', '1'),
          receive(1_100, 'b', '1'),
          receive(1_101, 'b', '1'),
          receive(10 * MINUTE, 'a', '1'),
        ],
      },
      {
        steps: [
          now(100, 'a', '1'),
          now(101, 'a', '2'),
          receive(110, 'b', '2'),
          receive(111, 'b', '1'),
          receive(111, 'b', '2'),
        ],
        aheadMs: { a: FAR, b: -FAR },
      },
      {
        steps: [now(100, 'a', '1'), receive(600, 'b', '1'), now(700, 'a', '2'), receive(1_250, 'b', '2')],
        aheadMs: { a: -FAR, b: FAR },
      },
    ],
  }),
  planned({
    id: 'steps-while-behind',
    title: 'Clocks step while a node goes by the time of another',
    category: 'steps of clocks that differ',
    plans: [
      {
        steps: [
          now(100, 'a', '1'),
          receive(101, 'b', '1'),
          now(150, 'b'),
          now(200, 'b'),
          now(260, 'b', '2'),
          receive(261, 'a', '2'),
        ],
        aheadMs: { a: FAR, b: -FAR },
        clockSteps: [
          [120, 'b', 2 * FAR],
          [170, 'b', -2 * FAR],
          [180, 'a', -FAR],
        ],
      },
      {
        steps: [now(100, 'a'), now(120, 'a'), now(140, 'a'), now(600, 'a'), now(601, 'a')],
        aheadMs: { a: FAR },
        clockSteps: [
          [110, 'a', -2 * FAR],
          [130, 'a', 2 * FAR],
        ],
      },
    ],
  }),
  planned({
    id: 'burst',
    title: '600 events in one instant',
    category: 'a burst of events',
    plans: [
      {
        steps: [
          ...burst(100, 'a', 600, 'a'),
          now(101, 'a', 'last'),
          receive(102, 'b', 'last'),
          now(1_000, 'b'),
        ],
        aheadMs: { a: FAR },
      },
      {
        steps: [...burst(100, 'b', 600, 'b'), receive(100, 'a', 'b 599'), now(101, 'a'), now(1_000, 'b')],
        aheadMs: { b: -FAR },
      },
    ],
  }),
  planned({
    id: 'after-a-refusal',
    title: 'Events after a timestamp was refused',
    category: 'after a refusal',
    plans: [
      {
        steps: [
          now(100, 'a', '1'),
          outside(100, 'a', 24 * HOUR, 2),
          outside(100, 'a', 2 * MINUTE, 100_000),
          now(100, 'a', '2'),
          receive(101, 'b', '2', '3'),
          outside(102, 'b', MINUTE + 300),
          now(102, 'b', '4'),
          receive(103, 'a', '4'),
        ],
        aheadMs: { b: 150 },
      },
      {
        steps: [
          outside(100, 'a', HOUR),
          outside(200, 'a', -5_000, 1),
          now(300, 'a'),
          now(300, 'a'),
          now(400, 'a'),
        ],
      },
    ],
  }),
  planned({
    id: 'chain',
    title: 'A chain over three nodes',
    category: 'three nodes',
    plans: [
      {
        steps: [
          now(100, 'c', '1'),
          receive(101, 'b', '1', '2'),
          receive(102, 'a', '2', '3'),
          receive(103, 'c', '3', '4'),
          now(103, 'a', '5'),
          receive(104, 'b', '5', '6'),
          receive(105, 'c', '6'),
          now(105, 'b'),
        ],
        aheadMs: { a: -FAR, b: 0, c: FAR },
      },
      { steps: [now(100, 'a'), now(100, 'b'), now(100, 'c'), now(100, 'a'), now(100, 'c'), now(100, 'b')] },
    ],
  }),
  planned({
    id: 'pauses',
    title: 'A node pauses inside a call',
    category: 'pauses',
    plans: [{ steps: [...pingPong, outside(150, 'a', HOUR), now(160, 'a')], aheadMs: { a: 200, b: -200 } }],
    sweep: { pause: { nodes: ['a', 'b'], forMs: [1, 400] } },
  }),
  planned({
    id: 'two-hours',
    title: 'Two hours in which clocks drift and are set right again',
    category: 'a long run',
    endMs: 2 * HOUR + MINUTE,
    driftPpm: 200,
    plans: [twoHours(1), twoHours(-1)],
  }),
  planned({
    id: 'every-short-run',
    title: 'Everything that two nodes can do in four steps',
    category: 'every short sequence of events and messages',
    plans: shortPlans(),
  }),
  defineScenario({
    id: 'drawn',
    title: 'Three nodes talk, and clocks step',
    visible: false,
    category: 'drawn runs',
    endMs: 3_000,
    clockOffsetMs: 0,
    driftPpm: 0,
    nodes: () => NODES.map((id) => ({ id, role: 'clock' })),
    link: () => UNHEARD,
    faults: ({ draw }) => faultsOf(drawnClocks(draw)),
    script: (script) => play(script, { steps: drawnSteps(script.draw) }, 3_000),
    sample: {
      runs: 10,
      mix: { untilMs: 2_000, pause: { nodes: [...NODES], max: 2, forMs: { minMs: 1, maxMs: 300 } } },
    },
  }),
];

/** Clocks that gain (1) or lose (-1) as fast as they may, and are set back by 400 ms whenever they are 200 ms off. */
function twoHours(sign: 1 | -1): Plan {
  const clockSteps: [number, ClockNode, number][] = [];
  for (let i = 1; i <= 3; i++) for (const node of NODES) clockSteps.push([i * 2_000_000, node, -sign * 400]);
  const steps: Step[] = [];
  for (let i = 0; i < 72; i++) {
    const atMs = i * 100_000 + 50_000;
    const from = NODES[i % 3] ?? 'a';
    const to = NODES[(i + 1) % 3] ?? 'b';
    steps.push(now(atMs, from, `${i}`), receive(atMs + 20, to, `${i}`), now(atMs + 20, to));
  }
  const micros = 1_000_000 - sign * 200;
  return {
    steps,
    clockSteps,
    aheadMs: { a: -sign * 200, b: -sign * 200, c: -sign * 200 },
    realMicros: { a: micros, b: micros, c: micros },
  };
}

/**
 * Every sequence of four steps on two nodes, each an event or a message with the latest event of the other, within one
 * millisecond and from one to the next, with equal clocks and with one ahead of the other.
 */
function shortPlans(): Plan[] {
  let sequences: string[] = [''];
  for (let i = 0; i < 4; i++)
    sequences = sequences.flatMap((before) =>
      // Messages by capital letters: B is one from a to b.
      [...'abAB']
        .filter((step) => step !== 'A' || /[bB]/.test(before))
        .filter((step) => step !== 'B' || /[aA]/.test(before))
        .map((step) => before + step),
    );
  const clocks = [
    { gapMs: 0, aheadMs: {} },
    { gapMs: 0, aheadMs: { a: 100 } },
    { gapMs: 1, aheadMs: { b: 2 } },
  ];
  return clocks.flatMap(({ gapMs, aheadMs }) =>
    sequences.map((sequence) => ({ steps: stepsOf(sequence, gapMs), aheadMs })),
  );
}

function stepsOf(sequence: string, gapMs: number): Step[] {
  return [...sequence].map((letter, i): Step => {
    const at: ClockNode = letter.toLowerCase() === 'a' ? 'a' : 'b';
    const atMs = 100 + i * gapMs;
    // The latest event of a node goes by the node's name.
    return letter === at ? now(atMs, at, at) : receive(atMs, at, at === 'a' ? 'b' : 'a', at);
  });
}

function drawnClocks(draw: Prng): Plan {
  const [a, b, c] = NODES.map(() => draw.int(-FAR, FAR));
  const clockSteps = NODES.map((node, i): [number, ClockNode, number] => [
    draw.int(200, 900),
    node,
    draw.int(-FAR, FAR) - ([a, b, c][i] ?? 0),
  ]);
  return { steps: [], aheadMs: { a: a ?? 0, b: b ?? 0, c: c ?? 0 }, clockSteps };
}

function drawnSteps(draw: Prng): Step[] {
  const steps: Step[] = [];
  const made: string[] = [];
  let atMs = 100;
  for (let i = 0; i < 60; i++) {
    atMs += draw.pick([0, 0, 0, 1, 1, 5, 40]);
    const at = draw.pick(NODES);
    if (made.length > 0 && draw.chance(1, 2))
      steps.push(receive(atMs, at, draw.pick(made.slice(-6)), `${i}`));
    else if (draw.chance(1, 12))
      steps.push(outside(atMs, at, draw.pick([-HOUR, -1_500, MINUTE + 300, HOUR]), draw.int(0, 3)));
    else steps.push(now(atMs, at, `${i}`));
    made.push(`${i}`);
  }
  return steps;
}
