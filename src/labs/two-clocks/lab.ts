import type { Json } from '../../api.ts';
import { span } from '../../diagram/quantity.ts';
import type { Run } from '../../explore/scenario.ts';
import { EPOCH_MS } from '../../sim/clock.ts';
import type { Fault } from '../../sim/fault.ts';
import { ofKind } from '../../sim/trace.ts';
import { isJsonObject } from '../../util/canonical.ts';
import type { Lab } from '../lab.ts';
import type { Sample } from '../pictures.ts';

type Setting = {
  /** Seconds by which the time of day is set at 6 s. */
  step: number;
  /** Over a day, where it is a leap second. */
  smear: boolean;
};

/** When the clock is set. */
const SET_MS = 6000;
/** How long an alarm waits. */
const ALARM_MS = 10_000;
/** The sixth question is under way when the clock is set. */
const ASKS_MS = [900, 1900, 2900, 3900, 4900, 5900, 6900, 7900];
const CROSSING = 5;
const DAY_S = 86_400;

/** What a step, a leap second and a smear do to measured durations and to alarms. */
const lab: Lab<Setting> = {
  controls: {
    step: {
      kind: 'slider',
      label: 'At 6 s the time of day is set by',
      min: -10,
      max: 10,
      step: 1,
      unit: 's',
      initial: -1,
    },
    smear: { kind: 'switch', label: 'The leap second is spread over a day', initial: false },
  },
  roles: {
    observer: { export: 'Observer', shape: 'class' },
    peer: { export: 'Peer', shape: 'class' },
  },
  idle: ({ step }) => (step === -1 ? [] : ['smear']),
  question: (values) => ({
    text: `A question takes 300 ms, measured by the time of day. Meanwhile ${eventOf(values)} What is measured?`,
    choices: choicesOf(values).map((ms) => ({ id: String(ms), label: labelOf(ms) })),
  }),
  scenario: (values) => ({
    endMs: 26_000,
    clockOffsetMs: 0,
    nodes: () => [
      { id: 'node', role: 'observer' },
      { id: 'peer', role: 'peer' },
    ],
    link: () => ({ minMs: 150, maxMs: 150 }),
    script(script) {
      let open = ASKS_MS.length + 2;
      const done = (): void => {
        open--;
        if (open === 0) script.after(100, () => script.end());
      };
      script.call('node', 'ringByDay', [ALARM_MS], done);
      script.call('node', 'ringByMonotonic', [ALARM_MS], done);
      for (const ms of ASKS_MS) script.at(ms, () => script.call('node', 'ask', [], done));
    },
    faults: () => faultsOf(values),
  }),
  outcome(run, values) {
    const measured = measuredOf(run);
    const crossing = measured[CROSSING]?.byDay ?? 0;
    const right = choicesOf(values).find((ms) => Math.abs(ms - crossing) <= 1);
    const rings = { day: ringOf(run, 'ringByDay'), mono: ringOf(run, 'ringByMonotonic') };
    const asks = run.operations.filter(({ method }) => method === 'ask');
    return {
      answer: String(right ?? ''),
      because: [
        `By the time of day the sixth question took ${span(crossing * 1000)}, by the monotonic clock ${span((measured[CROSSING]?.byMonotonic ?? 0) * 1000)}.`,
        `The alarm of 10 s rang after ${span(rings.day)} by the time of day, and after ${span(rings.mono)} by the monotonic clock.`,
      ],
      tables: [
        {
          caption: 'Each question, measured twice',
          head: ['asked at', 'time of day', 'monotonic'],
          rows: measured.map(({ byDay, byMonotonic }, i) => [
            span(asks[i]?.invokedUs ?? 0),
            `${byDay} ms`,
            `${Math.round(byMonotonic)} ms`,
          ]),
        },
      ],
      harm:
        Math.abs(crossing - 300) > 1
          ? run.trace.find((event) => event.kind === 'log' && event.text === `it took ${crossing} ms`)?.seq
          : undefined,
    };
  },
  pictures: [
    {
      kind: 'strip',
      id: 'offset',
      title: 'How far the time of day is from the true time',
      leads: true,
      up: 'Ahead by',
      unit: 's',
      lines: [{ id: 'day', label: 'Time of day' }],
      read: (run) => ({ day: offsetsOf(run) }),
    },
    {
      kind: 'sweep',
      id: 'rings',
      title: 'Every step: when the alarms of 10 s ring',
      over: 'step',
      along: 'The time of day is set by',
      up: 'Rings after',
      unit: 's',
      lines: [
        { id: 'day', label: 'By the time of day' },
        { id: 'mono', label: 'By the monotonic clock' },
      ],
      read: (run) => ({
        at: { day: ringOf(run, 'ringByDay') / 1e6, mono: ringOf(run, 'ringByMonotonic') / 1e6 },
      }),
    },
  ],
};

export default lab;

function faultsOf({ step, smear }: Setting): Fault[] {
  const at = { node: 'node', atMs: SET_MS };
  if (step === 0) return [];
  if (step !== -1) return [{ kind: 'clock-step', at, byMs: step * 1000 }];
  return [{ kind: 'leap-second', at, ...(smear && { smearSeconds: DAY_S }) }];
}

function eventOf({ step, smear }: Setting): string {
  if (step === 0) return 'nothing happens to the clock.';
  if (step === -1) return smear ? 'a leap second begins to be smeared.' : 'a leap second comes.';
  return step < 0 ? `the clock is set back by ${-step} s.` : `the clock is set forward by ${step} s.`;
}

function choicesOf({ step }: Setting): number[] {
  const by = step === 0 ? 1000 : step * 1000;
  return [300, 300 - by, 300 + by, 0];
}

function labelOf(ms: number): string {
  const digits = String(Math.abs(ms)).replace(/(?=(?:\d{3})+$)\B/, ',');
  return `${ms < 0 ? '−' : ''}${digits} ms`;
}

/** What the node measured, question by question. */
function measuredOf({ operations }: Run): { byDay: number; byMonotonic: number }[] {
  return operations
    .filter(({ method }) => method === 'ask')
    .map(({ value }) => ({ byDay: numberOf(value, 'byDay'), byMonotonic: numberOf(value, 'byMonotonic') }));
}

function ringOf({ operations }: Run, method: string): number {
  const operation = operations.find((one) => one.method === method);
  return (operation?.returnedUs ?? 0) - (operation?.invokedUs ?? 0);
}

/** From each reading of the time of day on: how far it is ahead of the true time, in s. */
function offsetsOf({ trace }: Run): Sample[] {
  const readings = trace.filter(ofKind('log')).flatMap(({ atUs, details }): Sample[] => {
    const day = numberOf(details, 'day');
    return day === 0 ? [] : [[atUs, Math.round(day - EPOCH_MS - atUs / 1000) / 1000]];
  });
  return [[0, 0], ...readings];
}

function numberOf(value: Json | undefined, name: string): number {
  const found = value !== undefined && isJsonObject(value) ? value[name] : undefined;
  return typeof found === 'number' ? found : 0;
}
