import {
  byRule,
  defineScenario,
  fault,
  type Decider,
  type Fault,
  type FaultMix,
  type Json,
  type Message,
  type Scenario,
} from 'partial-failure/kit';
import { atOnce, drawn } from './scenarios/commands.ts';
import { call, createMatcher, library, LINK_MS, questionOf, slowLibrary, type Ask } from './peers.ts';

/** Calls, and faults at known instants. */
interface Plan {
  readonly asks: readonly Ask[];
  readonly faults?: readonly Fault[];
}

const HOUR_MS = 3_600_000;

/** Loses and delays what the asks say. */
function director(asks: readonly Ask[]): Decider {
  const matchers = new Map([
    ['library', createMatcher(asks, 'library')],
    ['archive', createMatcher(asks, 'archive')],
  ]);
  return byRule(
    ({ about: ask, reply }) => {
      if (ask === undefined) return 'pass';
      if (ask.lost !== undefined && reply === (ask.lost === 'reply')) return 'drop';
      return reply ? { delayMs: (ask.replyAtMs ?? 0) - 2 * LINK_MS } : 'pass';
    },
    ({ to, body }: Message) => asks[matchers.get(to)?.(body) ?? -1],
  );
}

/** A scenario of planned calls. */
function planned(
  what: { id: string; title: string; visible?: boolean; category: string } & Pick<
    Scenario<Plan>,
    'sweep' | 'exhaust'
  >,
  plans: readonly Plan[],
) {
  return defineScenario<Plan>({
    id: what.id,
    title: what.title,
    visible: what.visible ?? false,
    category: what.category,
    endMs: 12_000,
    cases: plans,
    nodes: ({ case: { asks } }) => [
      { id: 'asker', role: 'asker' },
      { id: 'library', course: library(asks) },
      { id: 'archive', course: library(asks) },
    ],
    link: () => ({ minMs: LINK_MS, maxMs: LINK_MS }),
    direct: ({ case: { asks } }) => director(asks),
    script(script, { case: { asks } }) {
      asks.forEach((ask, i) => {
        script.at(ask.atMs, () => call(script, ask.to ?? 'library', questionOf(ask, i), ask.ms));
      });
    },
    ...(what.sweep !== undefined && { sweep: what.sweep }),
    ...(what.exhaust !== undefined && { exhaust: what.exhaust }),
  });
}

const BOOK: Json = { title: 'Middlemarch', pages: 880 };

const VALUES: readonly Json[] = [
  null,
  false,
  0,
  '',
  [],
  {},
  true,
  42,
  'text',
  'timeout',
  [null],
  { error: 'no such book' },
  { then: 'a word like any other' },
];

/** A late reply to the first call, and a second call that must not see it. */
function lateThenNext(question: Json | undefined): Plan[] {
  const same = question === undefined ? {} : { question };
  const first: Ask = { atMs: 0, ms: 1_000, reply: 'for the first', replyAtMs: 3_000, ...same };
  const second = (atMs: number, ms: number, rest: Partial<Ask>): Ask => ({
    atMs,
    ms,
    reply: 'for the second',
    ...same,
    ...rest,
  });
  return [
    { asks: [first, second(2_000, 4_000, { replyAtMs: 2_500 })] },
    { asks: [first, second(2_000, 4_000, { lost: 'reply' })] },
    { asks: [first, second(2_000, 600, { lost: 'request' })] },
    { asks: [first, second(3_500, 1_000, { replyAtMs: 400 })] },
    { asks: [first, second(3_500, 1_000, { lost: 'request' })] },
    {
      asks: [
        first,
        second(3_500, 500, { reply: 'for the second', replyAtMs: 2_000 }),
        second(4_500, 2_000, { reply: 'for the third', replyAtMs: 1_500 }),
      ],
    },
  ];
}

const DRAWN: FaultMix = {
  untilMs: 8_000,
  dropPercent: 40,
  delay: { percent: 60, by: { minMs: 50, maxMs: 6_000 } },
  duplicate: { percent: 40, after: { minMs: 1, maxMs: 3_000 } },
  clockStep: { nodes: ['asker'], max: 2, byMs: HOUR_MS },
  crash: { nodes: ['library', 'archive'], max: 2, restartAfter: { minMs: 100, maxMs: 2_000 } },
  pause: { nodes: ['library', 'archive'], max: 2, forMs: { minMs: 100, maxMs: 3_000 } },
};

export default [
  planned({ id: 'in-time', title: 'A reply in time', visible: true, category: 'no fault' }, [
    { asks: [{ atMs: 0, ms: 1_000, reply: BOOK, replyAtMs: 200 }] },
  ]),
  planned({ id: 'lost', title: 'The reply is lost', visible: true, category: 'a message is lost' }, [
    { asks: [{ atMs: 0, ms: 1_000, reply: BOOK, lost: 'reply' }] },
  ]),
  planned({ id: 'late', title: 'The reply comes too late', visible: true, category: 'a reply is late' }, [
    { asks: [{ atMs: 0, ms: 1_000, reply: BOOK, replyAtMs: 2_500 }] },
  ]),
  planned(
    { id: 'any-value', title: 'Replies of every kind', category: 'the reply is an unusual value' },
    VALUES.map((reply) => ({ asks: [{ atMs: 0, ms: 1_000, reply, replyAtMs: 300 }] })),
  ),
  planned(
    { id: 'near-the-end', title: 'Just in time, just too late', category: 'a reply comes close to the end' },
    [100, 400, 1_000, 5_000].flatMap((ms) =>
      [-80, -60, 60, 80, 1_300, 6_000].map((offset) => ({
        asks: [{ atMs: 0, ms, reply: BOOK, replyAtMs: ms + offset }],
      })),
    ),
  ),
  planned({ id: 'at-once', title: 'Several calls at once', category: 'several calls at once' }, [
    {
      asks: [
        { atMs: 0, ms: 1_000, replyAtMs: 300 },
        { atMs: 0, ms: 2_000, lost: 'reply' },
        { atMs: 0, ms: 500, replyAtMs: 900 },
      ],
    },
    {
      asks: [
        { atMs: 0, ms: 1_000, question: 'how many?', reply: 12, replyAtMs: 300 },
        { atMs: 0, ms: 1_000, question: 'how many?', reply: 12, replyAtMs: 300 },
      ],
    },
    {
      asks: [
        { atMs: 0, ms: 1_000, question: 'how many?', reply: 12, replyAtMs: 600 },
        { atMs: 0, ms: 1_000, question: 'how many?', to: 'archive', reply: 40, replyAtMs: 200 },
      ],
    },
    {
      asks: [
        { atMs: 0, ms: 1_000, question: 'how many?', lost: 'request' },
        { atMs: 0, ms: 1_000, question: 'how many?', to: 'archive', reply: 40, replyAtMs: 200 },
      ],
    },
    {
      asks: [
        { atMs: 0, ms: 2_000, lost: 'request' },
        { atMs: 500, ms: 2_000, replyAtMs: 300 },
        { atMs: 900, ms: 300, lost: 'reply' },
        { atMs: 1_000, ms: 3_000, replyAtMs: 2_700 },
      ],
    },
    {
      asks: [
        { atMs: 0, ms: 5_000, replyAtMs: 4_500 },
        { atMs: 100, ms: 300, lost: 'reply' },
        { atMs: 600, ms: 300, replyAtMs: 100 },
        { atMs: 1_000, ms: 300, lost: 'reply' },
      ],
    },
    {
      asks: Array.from({ length: 12 }, (_, i) => ({
        atMs: 0,
        ms: 300 + 100 * i,
        to: i % 3 === 0 ? ('archive' as const) : ('library' as const),
        ...(i % 2 === 0 ? { replyAtMs: 150 + 10 * i } : { lost: 'reply' as const }),
      })),
    },
  ]),
  planned({ id: 'one-after-another', title: 'Many calls in a row', category: 'many calls in a row' }, [
    {
      asks: Array.from({ length: 30 }, (_, i) => ({
        atMs: 300 * i,
        ms: 200,
        ...(i % 3 === 0
          ? { lost: 'request' as const }
          : i % 3 === 1
            ? { replyAtMs: 100 }
            : { replyAtMs: 270 }),
      })),
    },
  ]),
  planned({ id: 'asked-before', title: 'The same question again', category: 'the same question again' }, [
    {
      asks: [
        { atMs: 0, ms: 1_000, question: 'how many?', reply: 12, replyAtMs: 300 },
        { atMs: 2_000, ms: 1_000, question: 'how many?', reply: 13, replyAtMs: 300 },
      ],
    },
    {
      asks: [
        { atMs: 0, ms: 1_000, question: 'how many?', reply: null, replyAtMs: 300 },
        { atMs: 2_000, ms: 1_000, question: 'how many?', lost: 'reply' },
        { atMs: 4_000, ms: 1_000, question: 'how many?', reply: 14, replyAtMs: 300 },
      ],
    },
    {
      asks: [
        { atMs: 0, ms: 1_000, question: 'how many?', lost: 'request' },
        { atMs: 2_000, ms: 1_000, question: 'how many?', reply: false, replyAtMs: 300 },
        { atMs: 2_500, ms: 1_000, question: 'how many?', to: 'archive', reply: 15, replyAtMs: 900 },
      ],
    },
  ]),
  planned(
    {
      id: 'late-then-next',
      title: 'A late reply meets the next call',
      category: 'a late reply meets the next call',
    },
    [...lateThenNext(undefined), ...lateThenNext('how many?')],
  ),
  planned(
    { id: 'clock-steps', title: 'The time of day steps', category: 'the time of day steps' },
    [10, 500, 900].flatMap((atMs) => [
      {
        asks: [{ atMs: 0, ms: 1_000, lost: 'reply' as const }],
        faults: [fault.clockStep('asker', { atMs, byMs: -HOUR_MS })],
      },
      {
        asks: [{ atMs: 0, ms: 1_000, replyAtMs: 940 }],
        faults: [fault.clockStep('asker', { atMs, byMs: HOUR_MS })],
      },
      {
        asks: [{ atMs: 0, ms: 1_000, replyAtMs: 1_500 }],
        faults: [fault.clockStep('asker', { atMs, byMs: -400 })],
      },
      {
        asks: [{ atMs: 0, ms: 1_000, lost: 'reply' as const }],
        faults: [fault.clockStep('asker', { atMs, byMs: 400 })],
      },
    ]),
  ),
  planned(
    {
      id: 'node-trouble',
      title: 'The other node is in trouble',
      category: 'the other node crashes or pauses',
    },
    [
      {
        asks: [{ atMs: 100, ms: 1_000 }],
        faults: [fault.crash('library', { atMs: 50, restartAfterMs: null })],
      },
      {
        asks: [
          { atMs: 100, ms: 1_000 },
          { atMs: 2_000, ms: 1_000 },
        ],
        faults: [fault.crash('library', { atMs: 50, restartAfterMs: 1_500 })],
      },
      { asks: [{ atMs: 100, ms: 1_000 }], faults: [fault.pause('library', { atMs: 50, forMs: 3_000 })] },
      { asks: [{ atMs: 100, ms: 1_000 }], faults: [fault.pause('library', { atMs: 50, forMs: 700 })] },
      {
        asks: [
          { atMs: 100, ms: 600 },
          { atMs: 900, ms: 3_000 },
        ],
        faults: [fault.pause('library', { atMs: 50, forMs: 2_000 })],
      },
    ],
  ),
  planned(
    {
      id: 'one-fault',
      title: 'One fault at every message',
      category: 'one message is lost, late or doubled',
      sweep: { drop: true, delayMs: [1_500, 4_000], duplicateAfterMs: [1, 700] },
    },
    [
      {
        asks: [
          { atMs: 0, ms: 500, replyAtMs: 100 },
          { atMs: 1_000, ms: 2_000, replyAtMs: 300 },
          { atMs: 1_000, ms: 800, to: 'archive' as const },
          { atMs: 3_500, ms: 1_000, lost: 'reply' as const },
        ],
      },
    ],
  ),
  planned(
    {
      id: 'two-faults',
      title: 'Two calls, any two faults',
      category: 'two messages are lost, late or doubled',
      exhaust: {
        faults: 2,
        drop: true,
        delayMs: [700, 1_300, 2_600],
        duplicateAfterMs: [1, 900],
        // Only for programs that send far more than they may.
        runsMax: 3_000,
      },
    },
    [
      {
        asks: [
          { atMs: 0, ms: 1_000 },
          { atMs: 1_200, ms: 1_000 },
        ],
      },
    ],
  ),
  defineScenario({
    id: 'drawn',
    title: 'Drawn faults',
    visible: false,
    category: 'many faults together',
    endMs: 16_000,
    nodes: () => [
      { id: 'asker', role: 'asker' },
      { id: 'library', course: slowLibrary(1_500) },
      { id: 'archive', course: slowLibrary(300) },
    ],
    script(script) {
      const { draw } = script;
      const count = draw.int(2, 8);
      for (let i = 0; i < count; i++) {
        const to = draw.pick(['library', 'archive']);
        const ms = draw.pick([100, 250, 700, 1_500, 4_000]);
        script.at(draw.int(0, 6_000), () => call(script, to, { ask: i }, ms));
      }
    },
    sample: { runs: 60, mix: DRAWN },
  }),
  atOnce,
  drawn,
];
