import { span } from '../../diagram/quantity.ts';
import type { Run } from '../../explore/scenario.ts';
import type { Prng } from '../../util/prng.ts';
import { exponential } from '../draws.ts';
import type { Lab } from '../lab.ts';
import type { Sample } from '../pictures.ts';

type Setting = {
  /** Per cent. */
  load: number;
  arrivals: 'random' | 'even';
  service: 'constant' | 'exponential' | 'rare';
};

/** A request's work on average. */
const WORK_MS = 10;
const FOR_MS = 30_000;
/** Work of two kinds: one request in a hundred is long. */
const RARE = { shortMs: 5, longMs: 505, percent: 1 };
/** Squared coefficients of variation of the work. */
const VARIATION = { constant: 0, exponential: 1, rare: 24.75 };

const CHOICES = [
  { id: '10', label: 'About 10 ms', below: 14 },
  { id: '20', label: 'About 20 ms', below: 32 },
  { id: '50', label: 'About 50 ms', below: 70 },
  { id: '100', label: 'About 100 ms', below: 180 },
  { id: '200', label: 'Much longer', below: Infinity },
];

/** One server, and how long an answer takes as the load grows. */
const lab: Lab<Setting> = {
  controls: {
    load: {
      kind: 'slider',
      label: 'The server is busy',
      min: 10,
      max: 98,
      step: 1,
      unit: '% of the time',
      initial: 95,
    },
    arrivals: {
      kind: 'choice',
      label: 'Requests come',
      options: [
        { value: 'random', label: 'at random' },
        { value: 'even', label: 'evenly spaced' },
      ],
      initial: 'random',
      inline: true,
    },
    service: {
      kind: 'choice',
      label: 'Each takes',
      options: [
        { value: 'constant', label: 'always 10 ms' },
        { value: 'exponential', label: '10 ms on average' },
        { value: 'rare', label: '5 ms, but one in 100 takes 505 ms' },
      ],
      initial: 'constant',
    },
  },
  roles: {
    clients: { export: 'Clients', shape: 'class' },
    server: { export: 'Server', shape: 'class' },
  },
  limits: { eventsPerRun: 60_000 },
  drawnMs: 300,
  question: ({ load }) => ({
    text: `A request means 10 ms of work. With random arrivals an answer takes 15 ms on average when the server is busy half of the time. When it is busy ${load} % of the time?`,
    choices: CHOICES.map(({ id, label }) => ({ id, label })),
  }),
  scenario: (values) => ({
    endMs: 2 * FOR_MS,
    nodes: () => [
      { id: 'clients', role: 'clients' },
      { id: 'server', role: 'server' },
    ],
    link: () => ({ minMs: 1, maxMs: 1 }),
    script(script) {
      const gapMs = (WORK_MS * 100) / values.load;
      const next = (atMs: number): void => {
        // Both draws are made whatever is set, so that another setting only stretches the same draws.
        const gap = exponential(script.draw);
        const workMs = workOf(script.draw, values.service);
        const thenMs = atMs + gapMs * (values.arrivals === 'random' ? gap : 1);
        if (thenMs > FOR_MS) return;
        script.at(thenMs, () => {
          script.call('clients', 'ask', [workMs]);
          next(thenMs);
        });
      };
      next(0);
    },
  }),
  outcome(run, values) {
    const stays = staysOf(run);
    const mean = meanOf(stays);
    const theory = theoryOf(values.load, values);
    return {
      answer: CHOICES.find(({ below }) => mean < below)?.id ?? '200',
      because: [
        `In these 30 s an answer took ${span(mean * 1000)} on average, and the longest ${span(Math.max(...stays) * 1000)}.`,
        `Calculation says ${span(theory * 1000)} for the long run. Thirty seconds of a busy server are few.`,
      ],
      tables: [],
      harm: undefined,
    };
  },
  pictures: [
    {
      kind: 'strip',
      id: 'waiting',
      title: 'How many are at the server',
      leads: true,
      up: 'At the server',
      unit: 'requests',
      lines: [{ id: 'requests', label: 'Requests' }],
      read: (run) => ({ requests: waitingOf(run) }),
    },
    {
      kind: 'sweep',
      id: 'loads',
      title: 'Every load, four times 30 s each',
      leads: true,
      over: 'load',
      positions: [10, 30, 50, 60, 70, 80, 90, 95, 98],
      along: 'Busy, % of the time',
      up: 'An answer takes',
      unit: 'ms',
      log: true,
      seeds: 4,
      lines: [{ id: 'mean', label: 'Mean of 30 s', dots: true }],
      theory: { label: 'Calculated', at: theoryOf },
      read: (run) => ({ at: { mean: meanOf(staysOf(run)) } }),
    },
  ],
};

export default lab;

function workOf(draw: Prng, service: Setting['service']): number {
  const work = exponential(draw);
  const isLong = draw.int(1, 100) <= RARE.percent;
  if (service === 'constant') return WORK_MS;
  if (service === 'exponential') return Math.round(work * WORK_MS * 1000) / 1000;
  return isLong ? RARE.longMs : RARE.shortMs;
}

/**
 * The mean stay in ms. Exact for random arrivals (Pollaczek and Khinchine), otherwise Kingman's approximation.
 */
export function theoryOf(load: number, { arrivals, service }: Setting): number {
  const rho = load / 100;
  const variation = ((arrivals === 'random' ? 1 : 0) + VARIATION[service]) / 2;
  return WORK_MS + ((WORK_MS * rho) / (1 - rho)) * variation;
}

/** How long each request was at the server, in ms, in the order of arrival. */
export function staysOf({ trace }: Run): number[] {
  const since = new Map<string, number>();
  const stays: number[] = [];
  for (const event of trace) {
    if (event.kind === 'deliver' && event.node === 'server') since.set(event.message.key, event.atUs);
    if (event.kind !== 'send' || event.node !== 'server') continue;
    const from = since.get(event.message.answers ?? '');
    if (from !== undefined) stays.push((event.atUs - from) / 1000);
  }
  return stays;
}

function waitingOf({ trace }: Run): Sample[] {
  const samples: Sample[] = [[0, 0]];
  let waiting = 0;
  for (const event of trace) {
    if (event.node !== 'server' || (event.kind !== 'deliver' && event.kind !== 'send')) continue;
    waiting += event.kind === 'deliver' ? 1 : -1;
    samples.push([event.atUs, waiting]);
  }
  return samples;
}

function meanOf(list: readonly number[]): number {
  return list.length === 0 ? 0 : list.reduce((sum, one) => sum + one, 0) / list.length;
}
