import type { Run } from '../../explore/scenario.ts';
import { ofKind } from '../../sim/trace.ts';
import type { Lab } from '../lab.ts';

type Setting = {
  /** Milliseconds. */
  behind: number;
  handover: 'fixed' | 'drawn';
  stamps: 'time of day' | 'Lamport' | 'hybrid';
};

const TURNS = 100;
/** From a stamp to the next writer's call, besides the handover: a write, and the next one's read. */
const BETWEEN_MS = 4;
const HANDOVER_MS = { fixed: 6, fromMs: 1, toMs: 11 };

/** Two who take turns, and a clock that is behind: what the latest timestamp keeps. */
const lab: Lab<Setting> = {
  controls: {
    behind: {
      kind: 'slider',
      label: 'B’s clock is behind by',
      min: 0,
      max: 30,
      step: 1,
      unit: 'ms',
      initial: 20,
    },
    stamps: {
      kind: 'choice',
      label: 'A write is stamped with',
      options: [
        { value: 'time of day', label: 'the time of day' },
        { value: 'Lamport', label: 'a Lamport clock' },
        { value: 'hybrid', label: 'a hybrid clock' },
      ],
      initial: 'time of day',
    },
    handover: {
      kind: 'choice',
      label: 'The next one begins',
      options: [
        { value: 'fixed', label: '6 ms later' },
        { value: 'drawn', label: '1 to 11 ms later' },
      ],
      initial: 'fixed',
      inline: true,
    },
  },
  roles: {
    writer: { export: 'Writer', shape: 'class' },
    store: { export: 'Store', shape: 'class' },
  },
  question: ({ behind }) => ({
    text: `${behind === 0 ? 'All clocks are right' : `B’s clock is ${behind} ms behind`}. All 100 additions are acknowledged. What does the counter say?`,
    choices: [
      { id: '100', label: '100' },
      { id: '99', label: 'Just under 100' },
      { id: '80', label: 'About 80' },
      { id: '50', label: 'About 50' },
    ],
  }),
  drawnMs: 66,
  scenario: ({ behind, handover, stamps }) => ({
    endMs: 3000,
    clockOffsetMs: 0,
    nodes: () => [
      { id: 'A', role: 'writer', args: [stamps] },
      { id: 'store', role: 'store' },
      { id: 'B', role: 'writer', args: [stamps] },
    ],
    link: () => ({ minMs: 1, maxMs: 1 }),
    faults: () => (behind === 0 ? [] : [{ kind: 'clock-step', at: { node: 'B', atMs: 0 }, byMs: -behind }]),
    script(script) {
      const { fixed, fromMs, toMs } = HANDOVER_MS;
      const turn = (i: number): void => {
        if (i === TURNS) {
          script.call('store', 'value', [], () => script.end());
          return;
        }
        script.call(i % 2 === 0 ? 'A' : 'B', 'add', [], () => {
          const waitMs = handover === 'fixed' ? fixed : script.draw.int(fromMs * 1000, toMs * 1000) / 1000;
          script.after(waitMs, () => turn(i + 1));
        });
      };
      script.at(1, () => turn(0));
    },
  }),
  outcome(run) {
    const count = countOf(run);
    const dropped = run.trace.filter(ofKind('log'));
    const ofA = dropped.filter(({ cause }) => senderOf(run, cause) === 'A').length;
    return {
      answer: count === TURNS ? '100' : count > 90 ? '99' : count >= 60 ? '80' : '50',
      because: [
        `The counter says ${count}. All 100 additions were answered with “ok”.`,
        dropped.length === 0
          ? 'Each write had a later stamp than the one before it.'
          : `${dropped.length} writes were dropped, because something with a later stamp was there already: ${ofA} of A’s and ${dropped.length - ofA} of B’s.`,
      ],
      tables: [],
      harm: dropped[0]?.seq,
    };
  },
  pictures: [
    {
      kind: 'sweep',
      id: 'skews',
      title: 'Every skew from 0 to 30 ms',
      leads: true,
      over: 'behind',
      along: 'B’s clock is behind by',
      up: 'The counter says',
      unit: 'of 100',
      lines: [{ id: 'count', label: 'The counter' }],
      theory: { label: 'Calculated', at: theoryOf },
      ends: [
        { id: 'kept', label: 'every addition counts', sign: 'well' },
        { id: 'lost', label: 'acknowledged additions are gone', sign: 'harm' },
      ],
      read: (run) => {
        const count = countOf(run);
        return { at: { count }, end: count === TURNS ? 'kept' : 'lost' };
      },
    },
  ],
};

export default lab;

/** What the counter says at the end. */
export function countOf({ operations }: Run): number {
  return Number(operations.find(({ method }) => method === 'value')?.value ?? 0);
}

/** 100, less each write of B whose clock is further behind than its write is after A's. */
function theoryOf(behind: number, { handover, stamps }: Setting): number {
  if (stamps !== 'time of day') return TURNS;
  const { fixed, fromMs, toMs } = HANDOVER_MS;
  const spare = behind - BETWEEN_MS;
  const share =
    handover === 'fixed'
      ? Number(spare > fixed)
      : Math.max(0, Math.min(1, (spare - fromMs) / (toMs - fromMs)));
  return TURNS * (1 - share / 2);
}

function senderOf({ trace }: Run, cause: number | null | undefined): string | undefined {
  const event = typeof cause === 'number' ? trace[cause] : undefined;
  return event?.kind === 'deliver' ? event.message.from : undefined;
}
