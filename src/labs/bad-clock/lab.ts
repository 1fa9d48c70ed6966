import type { Json, NodeId } from '../../api.ts';
import type { Run } from '../../explore/scenario.ts';
import type { Span } from '../../sim/topology.ts';
import { isJsonArray, isJsonObject } from '../../util/canonical.ts';
import type { Lab } from '../lab.ts';
import type { End } from '../pictures.ts';

type Setting = {
  /** Milliseconds. */
  lie: number;
  hour: boolean;
  liars: number;
  rule: 'majority' | 'mean' | 'median';
};

const HOUR_MS = 3_600_000;
/** There and back, in ms. The last one is the first liar. */
const DELAYS: readonly (readonly [there: number, back: number])[] = [
  [2, 10],
  [4, 6],
  [8, 4],
  [10, 4],
  [5, 5],
];
const SERVERS = DELAYS.map((_, i) => `server ${i + 1}`);

const PLACES = [
  { id: 'hour', label: 'An hour off', values: { hour: true } },
  { id: 'second', label: 'A second off', values: { hour: false, lie: 1000 } },
  { id: 'beside', label: 'Just beside the others', values: { hour: false, lie: 10 } },
] as const;

const ENDS: readonly End[] = [
  { id: 'holds', label: 'the answer contains the true time', sign: 'well' },
  { id: 'wrong', label: 'it does not', sign: 'harm' },
];

/** Five time servers of which some are wrong, and three ways to make one answer of them. */
const lab: Lab<Setting> = {
  controls: {
    lie: { kind: 'slider', label: 'The liar is off by', min: -30, max: 30, step: 1, unit: 'ms', initial: 10 },
    hour: { kind: 'switch', label: 'No: by an hour', initial: false },
    rule: {
      kind: 'choice',
      label: 'The answer is',
      options: [
        { value: 'majority', label: 'what more than half can agree on' },
        { value: 'mean', label: 'the mean of all' },
        { value: 'median', label: 'the middle one of all' },
      ],
      initial: 'majority',
    },
    liars: { kind: 'slider', label: 'Liars, of five', min: 1, max: 3, step: 1, unit: '', initial: 1 },
  },
  roles: {
    client: { export: 'Client', shape: 'class' },
    server: { export: 'TimeServer', shape: 'class' },
  },
  idle: ({ hour }) => (hour ? ['lie'] : []),
  question: ({ rule, liars }) => ({
    text: `${liars === 1 ? 'One' : liars === 2 ? 'Two' : 'Three'} of five time servers ${liars === 1 ? 'lies' : 'lie, and say the same'}. Where does that move the answer by ${rule === 'majority' ? 'majority' : rule === 'mean' ? 'the mean' : 'the middle one'} furthest from the true time?`,
    choices: [
      ...PLACES.map(({ id, label }) => ({ id, label })),
      { id: 'same', label: 'It makes no difference' },
    ],
  }),
  scenario: ({ lie, hour, liars, rule }) => ({
    endMs: 1000,
    clockOffsetMs: 0,
    nodes: () => [
      { id: 'client', role: 'client', args: [SERVERS, rule] },
      ...SERVERS.map((id, i) => ({
        id,
        role: 'server',
        args: [i >= SERVERS.length - liars ? (hour ? HOUR_MS : lie) : 0],
      })),
    ],
    link: delayOf,
    script: (script) => script.at(100, () => script.call('client', 'ask', [], () => script.end())),
  }),
  outcome(run, { rule, liars }, ends) {
    const errors = ends('places').map(({ at }) => at?.['error'] ?? 0);
    const most = Math.max(...errors);
    const answer = answerOf(run);
    return {
      answer: most - Math.min(...errors) < 1 ? 'same' : (PLACES[errors.indexOf(most)]?.id ?? 'same'),
      because: [
        `An hour off, the answer is up to ${ms(errors[0] ?? 0)} from the true time; a second off, up to ${ms(errors[1] ?? 0)}; just beside the others, up to ${ms(errors[2] ?? 0)}.`,
        answer === undefined
          ? 'In the run below no time is claimed by more than half.'
          : `In the run below the answer is ${ms(answer.earliest)} to ${ms(answer.latest)}. The true offset is 0.`,
        ...(liars === 3 && rule === 'majority'
          ? ['Three of five are a majority: what they agree on is believed.']
          : []),
      ],
      tables: [
        {
          caption: 'What each server’s exchange says, in ms',
          head: ['server', 'offset', 'at most off by'],
          rows: samplesOf(run).map(({ offset, error }, i) => [SERVERS[i] ?? '', ms(offset), ms(error)]),
        },
      ],
      harm: endOf(run) === 'wrong' ? run.operations[0]?.returnedSeq : undefined,
    };
  },
  pictures: [
    {
      kind: 'sweep',
      id: 'lies',
      title: 'Every lie from −30 to 30 ms: both ends of the answer',
      leads: true,
      over: 'lie',
      along: 'The liar is off by',
      up: 'The answer',
      unit: 'ms',
      lines: [
        { id: 'latest', label: 'Latest' },
        { id: 'earliest', label: 'Earliest' },
      ],
      read: (run) => {
        const answer = answerOf(run);
        return { at: { latest: answer?.latest, earliest: answer?.earliest } };
      },
    },
    {
      kind: 'tiles',
      id: 'places',
      title: 'Three places for a lie',
      runs: () => PLACES.map(({ label, values }) => ({ values, tile: label })),
      ends: ENDS,
      read: (run) => ({ end: endOf(run), at: { error: errorOf(run) } }),
    },
  ],
};

export default lab;

function delayOf(from: NodeId, to: NodeId): Span {
  const server = SERVERS.indexOf(from === 'client' ? to : from);
  const [there, back] = DELAYS[server] ?? [5, 5];
  const delay = from === 'client' ? there : back;
  return { minMs: delay, maxMs: delay };
}

interface Answer {
  readonly earliest: number;
  readonly latest: number;
}

/** What the client makes of the five, as an offset in ms; `undefined` for no majority. */
function answerOf({ operations }: Run): Answer | undefined {
  const value = operations[0]?.value;
  const answer = memberOf(value, 'answer');
  if (answer === undefined || answer === null) return undefined;
  return { earliest: numberOf(answer, 'earliest'), latest: numberOf(answer, 'latest') };
}

function samplesOf({ operations }: Run): { offset: number; error: number }[] {
  const samples = memberOf(operations[0]?.value, 'samples');
  if (samples === undefined || !isJsonArray(samples)) return [];
  return samples.map((sample) => ({ offset: numberOf(sample, 'offset'), error: numberOf(sample, 'error') }));
}

function endOf(run: Run): 'holds' | 'wrong' {
  const answer = answerOf(run);
  return answer !== undefined && answer.earliest <= 0 && answer.latest >= 0 ? 'holds' : 'wrong';
}

/** How far from the true time the answer lets one be, in ms. */
function errorOf(run: Run): number {
  const answer = answerOf(run);
  return answer === undefined ? 0 : Math.max(Math.abs(answer.earliest), Math.abs(answer.latest));
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  return value !== undefined && isJsonObject(value) ? value[name] : undefined;
}

function numberOf(value: Json, name: string): number {
  const found = memberOf(value, name);
  return typeof found === 'number' ? found : 0;
}

function ms(value: number): string {
  const rounded = String(Math.round(Math.abs(value) * 10) / 10).replace(/\B(?=(?:\d{3})+(?:\.|$))/g, ',');
  return `${value < 0 ? '−' : ''}${rounded} ms`;
}
