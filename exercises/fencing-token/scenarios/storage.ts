/** The storage alone: peers of the course send operations, with tokens of the script's choice, at chosen times. */
import {
  defineScenario,
  type Decider,
  type Fault,
  type Json,
  type Prng,
  type ScenarioNode,
} from 'partial-failure/kit';
import { AUDITOR, client, LAST_TOKEN, STORAGE } from '../peers.ts';
import { audit, EVEN, follow, read, write, type Line } from './scripted.ts';

const JUDGES = ['stale-writes-refused', 'holder-can-write'];

const nodes = (): ScenarioNode[] => [
  { id: STORAGE, role: 'storage' },
  ...['A', 'B', 'C', AUDITOR].map((id) => ({ id, course: client })),
];

const plain = {
  visible: false,
  judges: JUDGES,
  nodes,
  link: () => EVEN,
} as const;

interface Plan {
  readonly lines: readonly Line[];
  readonly faults?: readonly Fault[];
}

/** An operation with a token, its instant still open. */
type Call = (atMs: number) => Line;

/** Who uses which token. */
const holderOf = (token: number): string => (token <= 5 ? 'A' : token === 6 ? 'B' : 'C');
/** Under one token a key is always given the same value. */
const valueOf = (key: string, token: number): Json => `${key}${token}`;
const w =
  (token: number, key: string): Call =>
  (atMs) =>
    write(atMs, holderOf(token), key, valueOf(key, token), token);
const r =
  (token: number, key: string): Call =>
  (atMs) =>
    read(atMs, holderOf(token), key, token);

/** The calls, `gapMs` apart. */
function row(fromMs: number, gapMs: number, calls: readonly Call[]): Line[] {
  return calls.map((call, i) => call(fromMs + i * gapMs));
}

function crash(atMs: number, restartAfterMs = 60): Fault {
  return { kind: 'crash', at: { node: STORAGE, atMs }, restartAfterMs };
}

// ---- one after the other

const inTurn = defineScenario<Plan>({
  ...plain,
  id: 'storage-in-turn',
  title: 'Old and new holders, one after the other',
  category: 'the storage alone: old and new holders',
  endMs: 3_000,
  cases: [w(6, 'x'), r(6, 'x')].flatMap((newer) =>
    [w(5, 'x'), w(5, 'y'), r(5, 'x'), r(5, 'y')].flatMap((stale) =>
      [[], [crash(500)], [crash(680)]].map((faults) => ({
        lines: [
          ...row(50, 150, [w(5, 'x'), w(5, 'y'), newer]),
          ...row(600, 200, [
            stale,
            r(6, 'x'),
            r(6, 'y'),
            w(5, 'z'),
            w(6, 'y'),
            r(6, 'z'),
            w(7, 'z'),
            w(6, 'x'),
          ]),
          ...row(2_300, 150, [r(7, 'x'), r(7, 'y')]),
        ],
        faults,
      })),
    ),
  ),
  script(script, { case: { lines } }) {
    follow(script, lines);
    audit(script, 2_650, ['z']);
  },
});

/** Each token writes and reads. */
const tokensOf = (tokens: readonly number[]): Call[] =>
  tokens.flatMap((token, i): Call[] => [
    (atMs) => write(atMs, 'A', `k${i % 3}`, i, token),
    (atMs) => read(atMs, 'B', `k${i % 3}`, token),
  ]);

const tokens = defineScenario<Plan>({
  ...plain,
  id: 'storage-tokens',
  title: 'Tokens of one, two, three and more digits',
  category: 'the storage alone: small and large tokens',
  endMs: 6_000,
  cases: [
    [1, 2, 9, 10, 9, 10, 11, 2, 99, 100, 99, 11, 100, 1000, 101],
    [8, 9, 10, 8, 30, 4, 200, 31, 1_000_000, 999_999],
    [33, 2_147_483_647, 2_147_483_648, 2_147_483_647, 33, 4_294_967_295, 4_294_967_297, 34],
    [4_294_967_297, 8_589_934_593, 4_294_967_298, LAST_TOKEN - 2, LAST_TOKEN - 1, LAST_TOKEN - 2],
  ].flatMap((list) =>
    [[], [crash(900), crash(1_900)]].map((faults) => ({ lines: row(50, 100, tokensOf(list)), faults })),
  ),
  script(script, { case: { lines } }) {
    follow(script, lines);
    audit(script, 5_000, ['k0', 'k1', 'k2']);
  },
});

const VALUES: readonly Json[] = [
  0,
  '',
  false,
  null,
  [],
  {},
  'null',
  1.5,
  [0, [null]],
  { a: { b: [''] } },
  true,
  -1,
];

const values = defineScenario<Plan>({
  ...plain,
  id: 'storage-values',
  title: 'Values of every kind',
  category: 'the storage alone: values of every kind',
  endMs: 9_500,
  cases: [[], [crash(1_900), crash(4_900)]].map((faults) => ({
    lines: [
      read(30, 'A', 'v0', 5),
      ...VALUES.flatMap((value, i) => [
        write(100 + 300 * i, 'A', `v${i}`, value, 5),
        read(250 + 300 * i, 'A', `v${i}`, 5),
      ]),
      // The next holder replaces some of them by others.
      ...VALUES.flatMap((value, i) => [
        write(4_000 + 200 * i, 'B', `v${(i + 1) % VALUES.length}`, value, 6),
        write(4_100 + 200 * i, 'A', `v${i}`, 'late', 5),
      ]),
      ...VALUES.map((_, i) => read(6_800 + 150 * i, 'B', `v${i}`, 6)),
      read(8_900, 'B', 'never', 6),
    ],
    faults,
  })),
  script: (script, { case: { lines } }) => follow(script, lines),
});

const sameAgain = defineScenario<Plan>({
  ...plain,
  id: 'storage-same-again',
  title: 'The same value under a newer token, another value under the same',
  category: 'the storage alone: old and new holders',
  endMs: 2_400,
  cases: [[], [crash(650)]].map((faults) => ({
    lines: [
      write(50, 'A', 'x', 'same', 5),
      write(200, 'B', 'x', 'same', 6),
      read(350, 'B', 'y', 7),
      write(500, 'C', 'y', 1, 7),
      write(800, 'B', 'x', 'late', 6),
      write(950, 'C', 'y', 2, 7),
      write(1_100, 'C', 'x', 'same', 8),
      write(1_250, 'C', 'x', 'late', 7),
      write(1_400, 'C', 'z', 'late', 7),
      read(1_550, 'C', 'x', 8),
      read(1_700, 'C', 'y', 8),
      read(1_850, 'C', 'z', 8),
    ],
    faults,
  })),
  script: (script, { case: { lines } }) => follow(script, lines),
});

/** Keys that are called like what the storage itself keeps on its disk. */
const keys = defineScenario({
  ...plain,
  id: 'storage-keys',
  title: 'Keys with names of all kinds',
  category: 'the storage alone: keys of every name',
  endMs: 6_000,
  script(script) {
    follow(script, [write(50, 'A', 'x', 'a', 5)]);
    script.at(300, () => {
      const own = script
        .trace()
        .flatMap((e) => (e.kind === 'disk-write' && e.node === STORAGE ? [e.key] : []));
      const names = [...new Set([...own, 'mark', 'x x'])].slice(0, 6);
      follow(script, [
        ...names.map((name, i) => read(400 + 100 * i, 'A', name, 5)),
        ...names.map((name, i) => write(1_100 + 100 * i, 'A', name, 1, 5)),
        write(2_200, 'B', 'y', 'late', 4),
        ...names.map((name, i) => read(2_400 + 100 * i, 'A', name, 5)),
        read(3_100, 'A', 'x', 5),
        read(3_250, 'A', 'y', 5),
      ]);
    });
  },
  faults: () => [crash(1_900)],
});

/** Operations that arrive while the storage still loads what it has on disk. */
const justStarted = defineScenario<Plan>({
  ...plain,
  id: 'storage-just-started',
  title: 'Operations arrive just after the storage has restarted',
  category: 'the storage alone: it restarts',
  endMs: 2_600,
  disk: { minMs: 12, maxMs: 18 },
  cases: [1, 6, 14, 22].flatMap((afterMs) =>
    [
      [w(5, 'x')],
      [r(5, 'y')],
      [r(6, 'x')],
      [w(7, 'y'), w(5, 'z')],
      [w(6, 'y'), r(6, 'y')],
      // A read that fetches the old value from the disk, and a write meanwhile.
      [r(6, 'x'), w(7, 'x')],
      [r(6, 'y'), w(6, 'y')],
    ].map((calls) => ({
      lines: [
        ...row(50, 150, [w(5, 'x'), w(6, 'x')]),
        ...row(555 + afterMs, 3, calls),
        ...row(900, 150, [w(5, 'u'), r(6, 'x'), w(6, 'u'), r(7, 'x'), r(7, 'y'), r(7, 'u')]),
      ],
      faults: [crash(500)],
    })),
  ),
  script(script, { case: { lines } }) {
    follow(script, lines);
    audit(script, 2_000, ['x', 'y']);
  },
});

// ---- within one disk operation

function orders(calls: readonly Call[]): Call[][] {
  if (calls.length === 0) return [[]];
  return calls.flatMap((call, i) => {
    const rest = calls.filter((_, other) => other !== i);
    return orders(rest).map((others) => [call, ...others]);
  });
}

const MEETINGS: readonly (readonly Call[])[] = [
  ...orders([w(6, 'x'), w(5, 'y')]),
  ...orders([w(6, 'x'), w(5, 'x')]),
  ...orders([r(6, 'x'), w(5, 'x')]),
  ...orders([r(6, 'y'), w(5, 'x')]),
  ...orders([w(6, 'x'), r(5, 'x')]),
  ...orders([w(6, 'x'), r(6, 'x')]),
  ...orders([w(6, 'x'), w(6, 'y')]),
  ...orders([w(6, 'x'), w(7, 'x')]),
  ...orders([w(6, 'x'), r(7, 'x')]),
  [w(6, 'x'), w(6, 'x')],
  ...orders([w(5, 'y'), w(6, 'x'), w(7, 'z')]),
  ...orders([w(5, 'x'), w(6, 'x'), r(6, 'x')]),
];

const together = defineScenario<Plan>({
  ...plain,
  id: 'storage-together',
  title: 'Operations that arrive within one disk operation',
  category: 'the storage alone: operations at the same time',
  endMs: 1_900,
  disk: { minMs: 10, maxMs: 10 },
  cases: [0.3, 6, 16].flatMap((gapMs) =>
    MEETINGS.map((calls) => ({
      lines: [
        ...row(50, 150, [w(5, 'x')]),
        ...row(300, gapMs, calls),
        ...row(700, 150, [w(5, 'u'), r(6, 'x'), r(7, 'y'), r(7, 'z'), r(7, 'u')]),
      ],
    })),
  ),
  script(script, { case: { lines } }) {
    follow(script, lines);
    audit(script, 1_600, ['x']);
  },
});

// ---- a crash between any two disk steps

/** Operations, and then those that find out what a crash among them left behind. */
interface Cut {
  readonly calls: readonly Call[];
  readonly gapMs: number;
  readonly after: readonly Call[];
}

const AFTER = [w(5, 'u'), r(6, 'y'), r(6, 'x'), r(6, 'u')];

const cuts = defineScenario<Cut>({
  ...plain,
  id: 'storage-cuts',
  title: 'The storage crashes between any two steps',
  category: 'the storage alone: a crash between any two steps',
  endMs: 1_800,
  disk: { minMs: 4, maxMs: 12 },
  cases: [
    { calls: [w(6, 'y')], gapMs: 0, after: AFTER },
    { calls: [w(6, 'x')], gapMs: 0, after: AFTER },
    { calls: [w(6, 'y')], gapMs: 0, after: [r(5, 'y'), w(5, 'u'), r(6, 'y'), r(6, 'u')] },
    { calls: [r(6, 'x')], gapMs: 0, after: [w(5, 'x'), w(5, 'u'), r(6, 'x'), r(6, 'u')] },
    { calls: [w(6, 'x'), w(6, 'y')], gapMs: 3, after: AFTER },
    {
      calls: [w(6, 'x'), w(7, 'y')],
      gapMs: 3,
      after: [w(5, 'u'), w(6, 'v'), r(7, 'y'), r(7, 'x'), r(7, 'v'), r(7, 'u')],
    },
    { calls: [w(5, 'y'), w(6, 'x')], gapMs: 2, after: AFTER },
  ],
  script(script, { case: { calls, gapMs, after } }) {
    follow(script, [...row(50, 0, [w(5, 'x')]), ...row(200, gapMs, calls), ...row(700, 150, after)]);
    audit(script, 1_600, []);
  },
  sweep: { crash: { nodes: [STORAGE], restartAfterMs: 100 }, between: { minMs: 203, maxMs: 300 } },
});

/** What is read, or written once more, while the disk is still busy with it. */
const unsaved = defineScenario<Cut>({
  ...plain,
  id: 'storage-unsaved',
  title: 'Reads and copies while a write is on its way to the disk',
  category: 'the storage alone: a crash between any two steps',
  endMs: 5_600,
  cases: [
    {
      calls: [w(6, 'x'), r(6, 'x'), r(6, 'x')],
      gapMs: 4,
      after: [r(5, 'x'), r(6, 'x'), w(5, 'u'), r(6, 'u')],
    },
    {
      calls: [w(6, 'x'), w(6, 'x'), r(7, 'x')],
      gapMs: 4,
      after: [w(6, 'u'), r(6, 'x'), r(7, 'x'), r(7, 'u')],
    },
    {
      calls: [r(6, 'x'), r(6, 'y'), w(5, 'y')],
      gapMs: 4,
      after: [w(5, 'u'), w(5, 'x'), r(6, 'x'), r(6, 'y')],
    },
  ],
  script(script, { case: { calls, gapMs, after } }) {
    follow(script, [...row(50, 0, [w(5, 'x')]), ...row(700, gapMs, calls), ...row(3_300, 150, after)]);
    audit(script, 4_500, ['x', 'u']);
  },
  faults: () => [{ kind: 'slow-disk', node: STORAGE, fromMs: 600, untilMs: 2_000, byMs: 200 }],
  sweep: { crash: { nodes: [STORAGE], restartAfterMs: 100 }, between: { minMs: 703, maxMs: 2_400 } },
});

/** A crash in the middle of an operation, and a second one just before a step of the life after it. */
const startCut = defineScenario<{ readonly firstMs: number; readonly step: number; readonly done: number }>({
  ...plain,
  id: 'storage-start-cut',
  title: 'The storage crashes while it starts',
  category: 'the storage alone: a crash between any two steps',
  endMs: 1_900,
  disk: { minMs: 8, maxMs: 8 },
  cases: [208, 216, 224, 400].flatMap((firstMs) =>
    [1, 2, 3, 4, 6].flatMap((step) => [0, 1].map((done) => ({ firstMs, step, done }))),
  ),
  script(script) {
    follow(script, [...row(50, 0, [w(5, 'x')]), ...row(200, 0, [w(6, 'y')]), ...row(900, 150, AFTER)]);
    audit(script, 1_600, ['x']);
  },
  direct: ({ case: { firstMs, step, done } }): Decider => ({
    given: [{ kind: 'crash', at: { node: STORAGE, atMs: firstMs }, restartAfterMs: 60, openWritesDone: 1 }],
    onStep: ({ node, incarnation, step: at }) =>
      node === STORAGE && incarnation === 1 && at === step
        ? { kind: 'crash', at: { node, incarnation, step }, restartAfterMs: 80, openWritesDone: done }
        : undefined,
  }),
});

const pauses = defineScenario<Cut>({
  ...plain,
  id: 'storage-pauses',
  title: 'The storage pauses at any step',
  category: 'the storage alone: pauses',
  endMs: 6_200,
  cases: [
    {
      calls: [w(6, 'x'), w(5, 'y'), r(6, 'x'), w(7, 'y')],
      gapMs: 60,
      after: [w(6, 'u'), r(7, 'x'), r(7, 'y'), w(5, 'u'), r(7, 'u')],
    },
  ],
  script(script, { case: { calls, gapMs, after } }) {
    follow(script, [...row(50, 0, [w(5, 'x')]), ...row(200, gapMs, calls), ...row(4_000, 200, after)]);
    audit(script, 5_500, ['x']);
  },
  sweep: { pause: { nodes: [STORAGE], forMs: [2_500] }, between: { minMs: 203, maxMs: 500 } },
});

// ---- everything, at random

const random = defineScenario({
  ...plain,
  id: 'storage-random',
  title: 'Anything at any time',
  category: 'the storage alone: anything at any time',
  endMs: 16_500,
  link: () => ({ minMs: 1, maxMs: 50 }),
  script(script) {
    follow(script, [
      ...randomLines(script.draw, 3_000),
      ...row(13_500, 300, [w(5, 'u'), r(6, 'x'), w(7, 'u'), r(8, 'u')]),
    ]);
    audit(script, 15_500, ['x', 'y', 'u']);
  },
  sample: {
    runs: 10,
    mix: {
      untilMs: 3_000,
      duplicate: { percent: 30, after: { minMs: 1, maxMs: 3_000 } },
      delay: { percent: 30, by: { minMs: 1, maxMs: 6_000 } },
      crash: { nodes: [STORAGE], max: 4, restartAfter: { minMs: 20, maxMs: 600 } },
      pause: { nodes: [STORAGE], max: 2, forMs: { minMs: 20, maxMs: 2_000 } },
      clockStep: { nodes: [STORAGE], max: 1, byMs: 3_600_000 },
      slowDisk: { nodes: [STORAGE], by: { minMs: 10, maxMs: 280 } },
    },
  },
});

/** Operations with tokens that rise slowly, among them old ones. */
function randomLines(draw: Prng, untilMs: number): Line[] {
  const lines: Line[] = [];
  let token = 4;
  for (let atMs = draw.int(10, 60); atMs < untilMs; atMs += draw.pick([1, 6, 25, 100, 300])) {
    if (token < 8 && draw.chance(1, 5)) token++;
    const used = Math.max(3, token - draw.pick([0, 0, 0, 1, 1, 2]));
    const key = draw.pick(['x', 'y']);
    lines.push((draw.chance(2, 3) ? w(used, key) : r(used, key))(atMs));
  }
  return lines;
}

export const storageScenarios = [
  justStarted,
  inTurn,
  tokens,
  values,
  sameAgain,
  keys,
  together,
  cuts,
  unsaved,
  startCut,
  pauses,
  random,
];
