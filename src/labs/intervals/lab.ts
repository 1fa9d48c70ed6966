import { span } from '../../diagram/quantity.ts';
import type { Run } from '../../explore/scenario.ts';
import { EPOCH_MS } from '../../sim/clock.ts';
import { ofKind } from '../../sim/trace.ts';
import { isJsonObject } from '../../util/canonical.ts';
import type { Lab } from '../lab.ts';
import type { End } from '../pictures.ts';

type Setting = {
  /** Half the length of an interval, in ms. */
  sure: number;
  how: 'fixed' | 'past';
  /** Milliseconds. */
  wait: number;
  leans: 'drawn' | 'set';
  /** Where in A's interval the truth lies: 0 at its beginning, 100 at its end. */
  leanA: number;
  leanB: number;
};

const RUNS = 100;
/** T2 starts so long after T1 has ended. */
const GAP_MS = 1;

const ENDS: readonly End[] = [
  { id: 'right', label: 'T1 has the smaller timestamp', sign: 'well' },
  {
    id: 'wrong',
    label: 'T2 began after T1 had ended, and has a smaller timestamp or the same',
    sign: 'harm',
  },
];

/** Two transactions, one after the other, by clocks that know how wrong they may be. */
const lab: Lab<Setting> = {
  controls: {
    sure: { kind: 'slider', label: 'Clocks are sure to ±', min: 1, max: 50, step: 1, unit: 'ms', initial: 7 },
    how: {
      kind: 'choice',
      label: 'T1 waits',
      options: [
        { value: 'fixed', label: 'for a fixed time' },
        { value: 'past', label: 'until earliest is past its timestamp' },
      ],
      initial: 'fixed',
    },
    wait: { kind: 'slider', label: 'namely', min: 0, max: 16, step: 1, unit: 'ms', initial: 7 },
    leans: {
      kind: 'choice',
      label: 'Where the truth lies in an interval',
      options: [
        { value: 'drawn', label: 'is drawn' },
        { value: 'set', label: 'you say' },
      ],
      initial: 'drawn',
      inline: true,
    },
    leanA: {
      kind: 'slider',
      label: 'in A’s: from its beginning at',
      min: 0,
      max: 100,
      step: 5,
      unit: '%',
      initial: 10,
    },
    leanB: {
      kind: 'slider',
      label: 'in B’s: from its beginning at',
      min: 0,
      max: 100,
      step: 5,
      unit: '%',
      initial: 90,
    },
  },
  roles: { coordinator: { export: 'Coordinator', shape: 'class' } },
  grant: ['interval'],
  idle: ({ how, leans }) => [
    ...(how === 'past' ? (['wait'] as const) : []),
    ...(leans === 'drawn' ? (['leanA', 'leanB'] as const) : []),
  ],
  question: ({ sure, how, wait }) => ({
    text: `Clocks are sure to ±${sure} ms. T1 waits ${how === 'past' ? 'until its timestamp is certainly past' : `${wait} ms`} and ends; then T2 starts on another node. In how many of 100 runs are their timestamps in the wrong order?`,
    choices: [
      { id: 'none', label: 'In none' },
      { id: 'few', label: 'In about ten' },
      { id: 'half', label: 'In about half' },
      { id: 'all', label: 'In nearly all' },
    ],
  }),
  scenario: ({ sure, how, wait, leans, leanA, leanB }) => ({
    endMs: 1000,
    clockOffsetMs: 0,
    nodes: () => [
      { id: 'A', role: 'coordinator' },
      { id: 'B', role: 'coordinator' },
    ],
    uncertainty: (node) => ({
      syncedMs: sure,
      everyMs: 3_600_000,
      growthPpm: 0,
      ...(leans === 'set' && { leanPercent: node === 'A' ? leanA : leanB }),
    }),
    script(script) {
      const waitMs = how === 'past' ? -1 : wait;
      script.at(100, () => {
        script.call('A', 'commit', [waitMs], () => {
          script.after(GAP_MS, () => script.call('B', 'commit', [waitMs], () => script.end()));
        });
      });
    },
  }),
  outcome(run, _values, ends) {
    const wrong = ends('hundred').filter(({ end }) => end === 'wrong').length;
    const end = endOf(run);
    const taken = takenOf(run);
    const [first, second] = run.operations;
    return {
      answer: wrong === 0 ? 'none' : wrong <= 25 ? 'few' : wrong <= 75 ? 'half' : 'all',
      because: [
        `In ${wrong} of ${RUNS} runs the later transaction has a smaller timestamp, or the same.`,
        end === 'wrong'
          ? 'In the run below it has: the truth lies early in A’s interval and late in B’s.'
          : 'In the run below the order is right.',
        `T1 took ${span((first?.returnedUs ?? 0) - (first?.invokedUs ?? 0))}.`,
      ],
      tables: [
        {
          caption: 'The two transactions, in ms of true time',
          head: ['transaction', 'began', 'interval', 'timestamp', 'ended'],
          rows: [first, second].map((operation, i) => [
            `T${i + 1}`,
            ms((operation?.invokedUs ?? 0) / 1000),
            `${ms(taken[i]?.earliest ?? 0)} to ${ms(taken[i]?.latest ?? 0)}`,
            ms(taken[i]?.latest ?? 0),
            ms((operation?.returnedUs ?? 0) / 1000),
          ]),
        },
      ],
      harm: end === 'wrong' ? second?.returnedSeq : undefined,
    };
  },
  pictures: [
    {
      kind: 'tiles',
      id: 'hundred',
      title: 'A hundred runs',
      leads: true,
      runs: () => Array.from({ length: RUNS }, (_, i) => ({ seed: 2 * (i + 1) })),
      ends: ENDS,
      read: (run) => ({ end: endOf(run) }),
    },
    {
      kind: 'sweep',
      id: 'waits',
      title: 'Every wait, a hundred runs each',
      over: 'wait',
      along: 'T1 waits',
      up: 'In the wrong order',
      unit: '% of the runs',
      seeds: RUNS,
      lines: [{ id: 'share', label: 'Wrong' }],
      theory: { label: 'Calculated', at: (wait, values) => theoryOf(wait, values) },
      read: (run) => ({ at: { share: endOf(run) === 'wrong' ? 100 : 0 } }),
    },
  ],
};

export default lab;

/** Whether the transaction that began later has the larger timestamp. */
export function endOf({ operations }: Run): 'right' | 'wrong' {
  const [first, second] = operations.map(({ value }) => Number(value));
  return (second ?? 0) > (first ?? 0) ? 'right' : 'wrong';
}

/** How often two evenly drawn truths lie so far apart that the wait does not suffice, in per cent. */
function theoryOf(wait: number, { sure, how, leans }: Setting): number | undefined {
  if (how === 'past') return 0;
  if (leans === 'set') return undefined;
  const rest = 1 - (wait + GAP_MS) / (2 * sure);
  return rest <= 0 ? 0 : 50 * rest * rest;
}

/** The intervals that the two read, in ms of true time. */
function takenOf({ trace }: Run): { earliest: number; latest: number }[] {
  return trace.filter(ofKind('log')).flatMap(({ details }) => {
    if (details === undefined || !isJsonObject(details)) return [];
    const { earliest, latest } = details;
    return [{ earliest: Number(earliest) - EPOCH_MS, latest: Number(latest) - EPOCH_MS }];
  });
}

function ms(value: number): string {
  return `${Math.round(value * 10) / 10}`;
}
