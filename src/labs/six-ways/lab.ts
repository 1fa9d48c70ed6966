import { instant, span } from '../../diagram/quantity.ts';
import { seenBy } from '../../diagram/seen-by.ts';
import type { Fault } from '../../sim/fault.ts';
import type { TraceEvent } from '../../sim/trace.ts';
import { hash32 } from '../../util/prng.ts';
import { UNSURE, type Lab } from '../lab.ts';
import type { End } from '../pictures.ts';

const CAUSES = ['request-lost', 'request-late', 'down', 'paused', 'reply-lost', 'reply-late'] as const;
type Cause = (typeof CAUSES)[number];

type Setting = {
  cause: Cause | 'lot';
  lot: number;
  /** Seconds. */
  patience: number;
  /** Seconds. */
  late: number;
};

const REQUEST = 'request shop>bank 0.0';
/** When the shop asks, in ms. */
const ASKED_MS = 1000;

const NAMES: Record<Cause, string> = {
  'request-lost': '1 The request is lost',
  'request-late': '2 The request is late',
  down: '3 The bank is dead',
  paused: '4 The bank is paused',
  'reply-lost': '5 The reply is lost',
  'reply-late': '6 The reply is late',
};

const FATES: readonly End[] = [
  { id: 'told', label: 'the money is moved, and the shop hears of it', sign: 'well' },
  { id: 'yes', label: 'the money is moved, and the shop does not know', sign: 'harm' },
  { id: 'later', label: 'the money is moved after the shop has turned away', sign: 'waits' },
  { id: 'no', label: 'the money is never moved', sign: 'refused' },
];

/** Six causes of a missing reply, and what the sender sees of them. */
const lab: Lab<Setting> = {
  controls: {
    cause: {
      kind: 'choice',
      label: 'What goes wrong',
      options: [
        { value: 'lot', label: 'One of the six, drawn by lot' },
        ...CAUSES.map((value) => ({ value, label: NAMES[value] })),
      ],
      initial: 'lot',
    },
    lot: { kind: 'lot', label: 'Draw again', max: 24, initial: 1 },
    late: {
      kind: 'slider',
      label: 'A message that is late, or a pause, takes',
      min: 1,
      max: 10,
      step: 1,
      unit: 's',
      initial: 8,
    },
    patience: {
      kind: 'slider',
      label: 'The shop waits for',
      min: 1,
      max: 10,
      step: 1,
      unit: 's',
      initial: 3,
    },
  },
  roles: {
    shop: { export: 'Shop', shape: 'class' },
    bank: { export: 'Bank', shape: 'class' },
  },
  idle({ cause }) {
    if (cause === 'lot') return [];
    return cause === 'request-late' || cause === 'paused' || cause === 'reply-late'
      ? ['lot']
      : ['lot', 'late'];
  },
  question: () => ({
    text: 'You are the shop, and have asked the bank to pay €40. When you stop waiting, has the money been moved?',
    choices: [
      { id: 'yes', label: 'Yes' },
      { id: 'later', label: 'Not yet; it will be later' },
      { id: 'no', label: 'No, and it never will be' },
    ],
  }),
  scenario: (values) => ({
    endMs: ASKED_MS + (values.patience + values.late) * 1000 + 1000,
    nodes: () => [
      { id: 'shop', role: 'shop', args: [values.patience * 1000] },
      { id: 'bank', role: 'bank' },
    ],
    link: () => ({ minMs: 100, maxMs: 100 }),
    disk: { minMs: 50, maxMs: 50 },
    script: (script) => script.at(ASKED_MS, () => script.call('shop', 'pay', [])),
    faults: () => [faultOf(values)],
  }),
  outcome({ trace, operations }, values) {
    const stopped = operations[0];
    const stoppedUs = stopped?.returnedUs ?? Infinity;
    const moved = trace.find((event) => event.kind === 'disk-durable' && event.node === 'bank');
    const heard = stopped?.value === 'paid';
    return {
      answer: heard ? 'yes' : UNSURE,
      because: [`${WORDS[causeOf(values)]} ${fateOf(moved, stoppedUs)}`, heard ? IN_TIME : CANNOT_SAY],
      tables: [
        {
          caption: 'The two sides, in numbers',
          head: ['what', 'shop', 'bank'],
          rows: [
            ['asked', instant(ASKED_MS * 1000), atOf(trace.find(isArrival))],
            ['moved the money', '?', atOf(moved)],
            [
              'answer',
              heard ? instant(stoppedUs) : `none until ${instant(stoppedUs)}`,
              atOf(trace.find(isReply)),
            ],
          ],
        },
      ],
      harm: undefined,
    };
  },
  pictures: [
    {
      kind: 'tiles',
      id: 'all-six',
      title: 'All six, side by side',
      leads: true,
      runs: ({ patience, late }) =>
        CAUSES.map((cause) => ({ values: { cause, patience, late }, tile: NAMES[cause] })),
      sketch: true,
      ends: FATES,
      read: ({ trace, operations }) => {
        const stoppedUs = operations[0]?.returnedUs ?? Infinity;
        const moved = trace.find((event) => event.kind === 'disk-durable' && event.node === 'bank');
        const heard = operations[0]?.value === 'paid';
        return {
          end: heard ? 'told' : moved === undefined ? 'no' : moved.atUs <= stoppedUs ? 'yes' : 'later',
        };
      },
    },
  ],
  views: [
    {
      id: 'sender',
      label: 'What the shop sees',
      before: true,
      of: (run) => seenBy(run, 'shop', run.events.find(({ kind }) => kind === 'return')?.seq ?? -1),
    },
    { id: 'truth', label: 'The whole truth', of: (run) => run },
  ],
};

export default lab;

/** The cause, drawn if it is to be. Equal numbers draw equal causes. */
export function causeOf({ cause, lot }: Pick<Setting, 'cause' | 'lot'>): Cause {
  if (cause !== 'lot') return cause;
  return CAUSES[hash32('six-ways', lot) % CAUSES.length] ?? 'request-lost';
}

function faultOf(values: Setting): Fault {
  const byMs = values.late * 1000;
  switch (causeOf(values)) {
    case 'request-lost':
      return { kind: 'drop', message: REQUEST };
    case 'request-late':
      return { kind: 'delay', message: REQUEST, byMs };
    case 'down':
      return { kind: 'crash', at: { node: 'bank', atMs: ASKED_MS - 100 }, restartAfterMs: null };
    case 'paused':
      return { kind: 'pause', at: { node: 'bank', atMs: ASKED_MS + 50 }, forMs: byMs };
    case 'reply-lost':
      return { kind: 'drop', message: `reply ${REQUEST}` };
    case 'reply-late':
      return { kind: 'delay', message: `reply ${REQUEST}`, byMs };
  }
}

const WORDS: Record<Cause, string> = {
  'request-lost': 'The request was lost (1).',
  'request-late': 'The request was late (2).',
  down: 'The bank was dead (3).',
  paused: 'The bank was paused (4).',
  'reply-lost': 'The reply was lost (5).',
  'reply-late': 'The reply was late (6).',
};

const CANNOT_SAY =
  'The shop could not know: until it gave up it saw the same in all six cases. “I cannot say” was the one answer that it had a right to.';
const IN_TIME = 'Here the shop waited long enough: the reply came in time.';

function fateOf(moved: TraceEvent | undefined, stoppedUs: number): string {
  if (moved === undefined) return 'The money was never moved.';
  if (moved.atUs <= stoppedUs) return `The money was moved at ${span(moved.atUs)}.`;
  return `The money was moved at ${span(moved.atUs)}, after the shop had turned away.`;
}

function isArrival(event: TraceEvent): boolean {
  return event.kind === 'deliver' && event.node === 'bank';
}

function isReply(event: TraceEvent): boolean {
  return event.kind === 'send' && event.node === 'bank';
}

function atOf(event: TraceEvent | undefined): string {
  return event === undefined ? 'never' : instant(event.atUs);
}
