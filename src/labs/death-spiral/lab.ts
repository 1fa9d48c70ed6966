import type { Run } from '../../explore/scenario.ts';
import type { TraceEvent } from '../../sim/trace.ts';
import { exponential } from '../draws.ts';
import type { Lab } from '../lab.ts';
import type { Sample } from '../pictures.ts';

type Setting = {
  /** Seconds. */
  hiccup: number;
  /** Requests a second. */
  load: number;
  tries: number;
  queue: '10' | '20' | '40' | 'any';
  retries: 'at once' | 'after 5 s' | 'backoff' | 'budget';
};

const HICCUP_AT_S = 10;
const FOR_S = 60;
/** Requests a second that the server can do. */
export const CAPACITY = 20;
const ANY = 1_000_000;

/** A server that had a hiccup, and clients that try again. */
const lab: Lab<Setting> = {
  controls: {
    hiccup: {
      kind: 'slider',
      label: 'The server stands still for',
      min: 0,
      max: 8,
      step: 0.1,
      unit: 's',
      initial: 5,
    },
    load: {
      kind: 'slider',
      label: 'It is asked',
      min: 1,
      max: 19,
      step: 1,
      unit: 'times a second',
      initial: 12,
    },
    tries: { kind: 'slider', label: 'A client tries', min: 1, max: 4, step: 1, unit: 'times', initial: 3 },
    retries: {
      kind: 'choice',
      label: 'It tries again',
      options: [
        { value: 'at once', label: 'at once' },
        { value: 'after 5 s', label: 'after 5 s' },
        { value: 'backoff', label: 'with backoff and jitter' },
        { value: 'budget', label: 'while retries are below 10 % of what was served' },
      ],
      initial: 'at once',
    },
    queue: {
      kind: 'choice',
      label: 'At the server there is room for',
      options: [
        { value: '10', label: '10' },
        { value: '20', label: '20' },
        { value: '40', label: '40' },
        { value: 'any', label: 'any number' },
      ],
      initial: 'any',
      inline: true,
    },
  },
  roles: {
    clients: { export: 'Clients', shape: 'class' },
    server: { export: 'Server', shape: 'class' },
  },
  limits: { eventsPerRun: 120_000 },
  drawnMs: 10_400,
  idle: ({ tries }) => (tries === 1 ? ['retries'] : []),
  question: ({ hiccup, load, tries }) => ({
    text: `A server can do ${CAPACITY} requests a second and is asked ${load}. Clients try ${tries === 1 ? 'once' : `${tries} times`}, 1 s each. It stands still for ${hiccup} s. When does it serve ${load} a second again?`,
    choices: [
      { id: 'soon', label: 'Within 3 s' },
      { id: 'later', label: 'Later in this minute' },
      { id: 'never', label: 'Not in this minute' },
    ],
  }),
  scenario: ({ hiccup, load, tries, queue, retries }) => ({
    endMs: FOR_S * 1000,
    nodes: () => [
      { id: 'clients', role: 'clients', args: [tries, retries] },
      { id: 'server', role: 'server', args: [queue === 'any' ? ANY : Number(queue)] },
    ],
    link: () => ({ minMs: 1, maxMs: 1 }),
    script(script) {
      const next = (atMs: number): void => {
        const thenMs = atMs + (1000 / load) * exponential(script.draw);
        if (thenMs >= FOR_S * 1000) return;
        script.at(thenMs, () => {
          script.call('clients', 'call', []);
          next(thenMs);
        });
      };
      next(0);
    },
    faults: () =>
      hiccup === 0
        ? []
        : [{ kind: 'pause', at: { node: 'server', atMs: HICCUP_AT_S * 1000 }, forMs: hiccup * 1000 }],
  }),
  outcome(run, values) {
    const useful = perSecond(run, isUseful);
    const { hiccup, load, tries } = values;
    const end = endOf(useful, hiccup, load);
    const last = meanOf(useful.slice(-10));
    const sent = meanOf(perSecond(run, isSent).slice(-10));
    return {
      answer: end,
      because: [
        `In the last ten seconds ${one(sent)} requests a second were sent, and ${one(last)} answers a second came while somebody waited for them.`,
        end === 'never'
          ? `Each answer comes after its caller has given up, so each request is sent up to ${tries} times, so the queue stays long.`
          : 'The server has caught up: the queue is short, and answers come in time.',
      ],
      tables: [
        {
          caption: 'Ten seconds each',
          head: ['from', 'sent a second', 'useful a second'],
          rows: Array.from({ length: FOR_S / 10 }, (_, i) => [
            `${i * 10} s`,
            one(meanOf(perSecond(run, isSent).slice(10 * i, 10 * i + 10))),
            one(meanOf(useful.slice(10 * i, 10 * i + 10))),
          ]),
        },
      ],
      harm: undefined,
    };
  },
  pictures: [
    {
      kind: 'strip',
      id: 'rates',
      title: 'What the server does, second by second',
      leads: true,
      up: 'A second',
      unit: 'requests',
      lines: [
        { id: 'sent', label: 'Sent' },
        { id: 'served', label: 'Served' },
        { id: 'useful', label: 'Useful' },
      ],
      read: (run) => ({
        sent: samplesOf(perSecond(run, isSent)),
        served: samplesOf(perSecond(run, isServed)),
        useful: samplesOf(perSecond(run, isUseful)),
      }),
    },
    {
      kind: 'sweep',
      id: 'hiccups',
      title: 'Every hiccup: what is useful in the last ten seconds',
      over: 'hiccup',
      positions: [0, 0.5, 0.8, 1, 1.1, 1.2, 1.4, 1.7, 2, 3, 4, 5, 6, 8],
      along: 'The server stands still for, s',
      up: 'Useful a second',
      unit: 'requests',
      lines: [{ id: 'useful', label: 'Useful' }],
      read: (run) => ({ at: { useful: meanOf(perSecond(run, isUseful).slice(-10)) } }),
    },
  ],
};

export default lab;

function isSent(event: TraceEvent): boolean {
  return event.kind === 'send' && event.node === 'clients';
}

function isServed(event: TraceEvent): boolean {
  return event.kind === 'send' && event.node === 'server' && event.message.body === 'done';
}

/** A call that was served: its client was still waiting. */
function isUseful(event: TraceEvent): boolean {
  return event.kind === 'return' && event.value === 'served';
}

/** How many such events there were in each second. */
export function perSecond({ trace }: Run, is: (event: TraceEvent) => boolean): number[] {
  const counts = Array.from({ length: FOR_S }, () => 0);
  for (const event of trace) {
    const second = Math.floor(event.atUs / 1e6);
    if (is(event) && second < FOR_S) counts[second] = (counts[second] ?? 0) + 1;
  }
  return counts;
}

/** When the useful rate is that of the load again, and stays: judged over five seconds each, by two thirds of it. */
function endOf(useful: readonly number[], hiccup: number, load: number): 'soon' | 'later' | 'never' {
  const over = Math.ceil(HICCUP_AT_S + hiccup);
  const isWell = (from: number): boolean => meanOf(useful.slice(from, from + 5)) >= (2 * load) / 3;
  const starts = Array.from({ length: FOR_S - 5 - over + 1 }, (_, i) => over + i);
  const firstWell = starts.find((from) => starts.every((later) => later < from || isWell(later)));
  if (firstWell === undefined) return 'never';
  return firstWell - over <= 3 ? 'soon' : 'later';
}

function samplesOf(counts: readonly number[]): Sample[] {
  return counts.map((count, second): Sample => [second * 1_000_000, count]);
}

function meanOf(list: readonly number[]): number {
  return list.length === 0 ? 0 : list.reduce((sum, n) => sum + n, 0) / list.length;
}

function one(value: number): string {
  return (Math.round(value * 10) / 10).toFixed(1);
}
