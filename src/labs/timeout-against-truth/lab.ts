import { span } from '../../diagram/quantity.ts';
import type { Run } from '../../explore/scenario.ts';
import { exponential, exponentialTail, heavyTail, heavyTailed } from '../draws.ts';
import type { Lab } from '../lab.ts';

type Setting = {
  /** Milliseconds. */
  timeout: number;
  tail: 'light' | 'heavy';
};

const CALLS = 2000;
const EVERY_MS = 30_000;
/** Each such call meets a dead peer. */
const DEAD_EACH = 200;
/** What an answer takes on average. */
const MEAN_MS = 20;
const STOPS = [20, 30, 40, 60, 80, 120, 200, 300, 500, 800, 1200, 2000, 3000, 5000, 10_000];

/** Two thousand calls, ten of them into the void, and what a timeout says of them. */
const lab: Lab<Setting> = {
  controls: {
    timeout: { kind: 'slider', label: 'The timeout', stops: STOPS, unit: 'ms', initial: 60 },
    tail: {
      kind: 'choice',
      label: 'Answers take 20 ms on average, with',
      options: [
        { value: 'light', label: 'a light tail' },
        { value: 'heavy', label: 'a heavy tail' },
      ],
      initial: 'light',
      inline: true,
    },
  },
  roles: {
    caller: { export: 'Caller', shape: 'class' },
    peer: { export: 'Peer', shape: 'class' },
  },
  limits: { eventsPerRun: 60_000 },
  drawnMs: 35_000,
  question: ({ timeout, tail }) => ({
    text: `${tail === 'light' && timeout === 60 ? '95 % of the answers take less than 60 ms; one' : 'One'} call in ${DEAD_EACH} meets a dead node. Your timeout of ${span(timeout * 1000)} fires. Is the node dead?`,
    choices: [
      { id: 'nearly always', label: 'Nearly always' },
      { id: 'half', label: 'About every second time' },
      { id: 'tenth', label: 'About one time in ten' },
      { id: 'seldom', label: 'Hardly ever' },
    ],
  }),
  scenario: ({ timeout, tail }) => ({
    endMs: (CALLS + 2) * EVERY_MS,
    nodes: () => [
      { id: 'caller', role: 'caller', args: [timeout] },
      { id: 'peer', role: 'peer' },
    ],
    link: () => ({ minMs: 0, maxMs: 0 }),
    script(script) {
      const next = (i: number): void => {
        if (i > CALLS) {
          script.at(i * EVERY_MS, () => script.end());
          return;
        }
        const light = exponential(script.draw);
        const heavy = heavyTailed(script.draw);
        const takesMs = Math.round((tail === 'light' ? light : heavy) * MEAN_MS * 1000) / 1000;
        script.at(i * EVERY_MS, () => {
          script.call('caller', 'ask', [takesMs]);
          next(i + 1);
        });
      };
      next(1);
    },
    faults: () =>
      Array.from({ length: CALLS / DEAD_EACH }, (_, i) => ({
        kind: 'crash' as const,
        at: { node: 'peer', atMs: (i + 1) * DEAD_EACH * EVERY_MS - 1000 },
        restartAfterMs: 15_000,
      })),
  }),
  outcome(run, values) {
    const { dead, living, answers } = alarmsOf(run);
    const share = dead / Math.max(1, dead + living);
    return {
      answer: share >= 0.85 ? 'nearly always' : share >= 0.3 ? 'half' : share >= 0.03 ? 'tenth' : 'seldom',
      because: [
        `${dead + living} alarms: ${dead} times the node was dead, ${living} times it was alive and slow.`,
        `Of ${thousands(answers)} answers ${thousands(answers - living)} came within ${span(values.timeout * 1000)}.`,
      ],
      tables: [
        {
          caption: 'Alarms and truth',
          head: ['what was said', 'dead', 'alive'],
          rows: [
            ['alarm', String(dead), String(living)],
            ['no alarm', '0', String(answers - living)],
          ],
        },
      ],
      harm: undefined,
    };
  },
  pictures: [
    {
      kind: 'sweep',
      id: 'timeouts',
      title: 'Every timeout: how many alarms are right',
      leads: true,
      over: 'timeout',
      along: 'Timeout',
      up: 'Alarms that are right',
      unit: '%',
      lines: [{ id: 'right', label: 'Of 2,000 calls' }],
      theory: { label: 'Calculated', at: theoryOf },
      read: (run) => {
        const { dead, living } = alarmsOf(run);
        return { at: { right: (100 * dead) / Math.max(1, dead + living) } };
      },
    },
  ],
};

export default lab;

/** Alarms about a dead peer and about a living one, and how many calls met a living one. */
export function alarmsOf({ operations }: Run): { dead: number; living: number; answers: number } {
  const asks = operations.filter(({ method }) => method === 'ask');
  const alarms = asks.filter(({ value }) => value === 'dead');
  const isDead = ({ invokedUs }: { readonly invokedUs: number }): boolean =>
    (invokedUs / 1000 / EVERY_MS) % DEAD_EACH === 0;
  const dead = alarms.filter(isDead).length;
  return { dead, living: alarms.length - dead, answers: asks.filter((ask) => !isDead(ask)).length };
}

/** The share of right alarms in per cent: Bayes' rule, with how likely a living peer takes longer. */
export function theoryOf(timeout: number, { tail }: Setting): number {
  const slow = (tail === 'light' ? exponentialTail : heavyTail)(timeout / MEAN_MS);
  const dead = 1 / DEAD_EACH;
  return (100 * dead) / (dead + (1 - dead) * slow);
}

function thousands(n: number): string {
  return String(n).replace(/(?=(?:\d{3})+$)\B/, ',');
}
