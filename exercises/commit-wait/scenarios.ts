import { defineScenario, type ScenarioNode, type Span } from 'partial-failure/kit';
import {
  alike,
  constant,
  COORDINATORS,
  play,
  sawtooth,
  type Burst,
  type CoordinatorId,
  type Plan,
} from './commands.ts';

const FAST: Span = { minMs: 1, maxMs: 3 };
const END_MS = 12_000;

interface Shown {
  readonly id: string;
  readonly title: string;
  readonly visible?: boolean;
  readonly category: string;
  readonly plans: readonly Plan[];
  readonly disk?: Span;
  readonly endMs?: number;
  readonly pause?: readonly number[];
}

function planned({ id, title, visible = false, category, plans, disk = FAST, endMs = END_MS, pause }: Shown) {
  return defineScenario<Plan>({
    id,
    title,
    visible,
    category,
    endMs,
    // No more than a part of the uncertainty: the time of day is no way to cheat, and no way to be safe.
    clockOffsetMs: 50,
    cases: plans,
    disk,
    nodes: (): ScenarioNode[] => COORDINATORS.map((node) => ({ id: node, role: 'coordinator' })),
    uncertainty: (node, { case: { clocks } }) => clocks[node as CoordinatorId],
    script: (script, { case: plan }) => play(script, plan),
    ...(pause !== undefined && { sweep: { pause: { nodes: ['a', 'b'], forMs: pause }, runsMax: 40 } }),
  });
}

function one(at: CoordinatorId, atMs: number): Burst {
  return { at, atMs, count: 1, overMs: 0 };
}

function burst(at: CoordinatorId, atMs: number, count: number, overMs = 0): Burst {
  return { at, atMs, count, overMs };
}

/** The places that real time can have in the interval. */
const LEANS = [0, 50, 100, 20, 80];
const CHAIN: readonly CoordinatorId[] = ['a', 'b', 'a', 'b'];
const LONG_CHAIN: readonly CoordinatorId[] = ['a', 'b', 'c', 'b', 'a', 'c', 'a'];

export default [
  planned({
    id: 'two-coordinators',
    title: 'Two coordinators, one after the other',
    visible: true,
    category: 'one after the other',
    plans: [50, 0, 100].map((lean) => ({ clocks: alike(constant(7, lean)), chain: CHAIN })),
  }),
  planned({
    id: 'at-the-edges',
    title: 'Real time at one end of the interval here, at the other there',
    visible: true,
    category: 'real time at the edges',
    plans: [
      { clocks: { a: constant(7, 0), b: constant(7, 100), c: constant(7, 50) }, chain: CHAIN },
      { clocks: { a: constant(7, 100), b: constant(7, 0), c: constant(7, 50) }, chain: CHAIN },
      { clocks: { a: constant(20, 20), b: constant(5, 80), c: constant(7, 50) }, chain: CHAIN },
    ],
  }),
  planned({
    id: 'one-millisecond',
    title: 'Several commits in one millisecond',
    visible: true,
    category: 'several commits at once',
    plans: [2, 3, 5].map((count) => ({
      clocks: alike(constant(7, 50)),
      bursts: [burst('a', 100, count), burst('a', 500, count, 0.9)],
    })),
  }),
  planned({
    id: 'wide',
    title: 'Intervals of 100 ms',
    category: 'wide intervals',
    plans: LEANS.map((lean) => ({
      clocks: alike(constant(50, lean)),
      bursts: [one('a', 100), burst('b', 300, 2, 30), burst('c', 300, 8), burst('c', 700, 8, 100)],
      chain: CHAIN,
    })),
  }),
  planned({
    id: 'narrow',
    title: 'Intervals of 2 ms beside wide ones',
    category: 'wide against narrow',
    plans: LEANS.flatMap((lean) => [
      {
        clocks: { a: constant(50, lean), b: constant(1, 50), c: constant(1, 100 - lean) },
        chain: LONG_CHAIN,
      },
      { clocks: { a: constant(1, 0), b: constant(50, 100 - lean), c: constant(5, lean) }, chain: LONG_CHAIN },
    ]),
  }),
  planned({
    id: 'sawtooth',
    title: 'Intervals that grow, and shrink while commits wait',
    category: 'intervals that grow and shrink',
    plans: [0, 50, 100, undefined].map((lean) => ({
      clocks: alike(sawtooth(lean)),
      bursts: Array.from({ length: 6 }, (_, i) => [
        burst('a', 100 + i * 300, 8, 100),
        burst('b', 120 + i * 330, 8),
        burst('c', 100 + i * 310, 5, 90),
      ]).flat(),
      chain: LONG_CHAIN,
    })),
  }),
  planned({
    id: 'slow-disk',
    title: 'Writes take longer than the wait',
    category: 'slow writes',
    disk: { minMs: 100, maxMs: 150 },
    plans: [
      { clocks: alike(constant(7, 50)), bursts: [one('a', 100)], chain: CHAIN },
      { clocks: alike(constant(7, 100)), bursts: [burst('a', 100, 3), burst('b', 100, 3, 50)], chain: CHAIN },
      { clocks: alike(sawtooth()), bursts: [burst('a', 100, 4, 50)], chain: CHAIN },
    ],
  }),
  planned({
    id: 'instant-disk',
    title: 'Writes take no time',
    category: 'instant writes',
    disk: { minMs: 0, maxMs: 0 },
    plans: LEANS.map((lean) => ({
      clocks: alike(constant(25, lean)),
      bursts: [burst('a', 100, 8)],
      chain: CHAIN,
    })),
  }),
  planned({
    id: 'pauses',
    title: 'A coordinator pauses between two steps',
    category: 'pauses',
    endMs: 4_000,
    plans: [
      { clocks: alike(constant(10, 50)), bursts: [burst('a', 100, 2)], chain: ['a', 'b'] },
      { clocks: { a: constant(10, 0), b: constant(10, 100), c: constant(10, 0) }, chain: ['a', 'b', 'a'] },
      { clocks: alike(sawtooth(50)), bursts: [burst('a', 100, 3, 20)], chain: ['b', 'a'] },
    ],
    pause: [15, 200],
  }),
];
