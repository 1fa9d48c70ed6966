import type { Run } from '../../explore/scenario.ts';
import { linksBetween } from '../../sim/fault.ts';
import type { Ends, Lab } from '../lab.ts';
import type { End, RunSpec } from '../pictures.ts';

type Setting = {
  where: 'three' | 'one';
  /** How long before Y X asks, in ms. */
  head: number;
  /** Per cent of the messages. */
  lost: number;
  batch: number;
};

const RUNS = 20;
/** When X asks, in ms. */
const FROM_MS = 10;
const LINK_MS = { minMs: 1, maxMs: 50 };

const ENDS: readonly End[] = [
  { id: 'X', label: 'X gets the ticket', sign: 'well' },
  { id: 'Y', label: 'Y gets the ticket', sign: 'waits' },
  { id: 'left', label: 'the ticket is still for sale', sign: 'refused' },
  { id: 'nobody', label: 'the ticket is sold, and nobody was told', sign: 'harm' },
];

/** The same program twenty times on one computer, where all runs are one, and on three, where none is like another. */
const lab: Lab<Setting> = {
  controls: {
    where: {
      kind: 'choice',
      label: 'The run below',
      options: [
        { value: 'three', label: 'on three computers' },
        { value: 'one', label: 'on one computer' },
      ],
      initial: 'three',
      inline: true,
    },
    head: { kind: 'slider', label: 'X asks earlier by', min: 0, max: 60, step: 5, unit: 'ms', initial: 5 },
    lost: { kind: 'slider', label: 'Messages lost', min: 0, max: 30, step: 10, unit: '%', initial: 0 },
    batch: { kind: 'lot', label: 'The next twenty', max: 12, initial: 1 },
  },
  roles: {
    shop: { export: 'Shop', shape: 'class' },
    office: { export: 'BoxOffice', shape: 'class' },
    computer: { export: 'OneComputer', shape: 'class' },
  },
  question: ({ head }) => ({
    text: `X asks ${head === 0 ? 'at the same time as' : `${head} ms before`} Y. In about how many of twenty runs on three computers does X get the ticket?`,
    choices: [
      { id: '20', label: 'All twenty' },
      { id: '12', label: 'About twelve' },
      { id: '10', label: 'Ten or fewer' },
      { id: '0', label: 'None' },
    ],
  }),
  scenario: ({ where, head, lost }) => ({
    endMs: 1200,
    nodes: () =>
      where === 'one'
        ? [{ id: 'computer', role: 'computer' }]
        : [
            { id: 'shop X', role: 'shop' },
            { id: 'box office', role: 'office' },
            { id: 'shop Y', role: 'shop' },
          ],
    link: () => LINK_MS,
    faults: () =>
      where === 'one' || lost === 0
        ? []
        : [
            {
              kind: 'burst-loss',
              fromMs: 0,
              untilMs: 1200,
              links: linksBetween(['shop X', 'shop Y'], ['box office']),
              percent: lost,
            },
          ],
    script(script) {
      const buy = (shop: 'X' | 'Y'): void => {
        if (where === 'one') script.call('computer', 'buy', [`shop ${shop}`]);
        else script.call(`shop ${shop}`, 'buy', []);
      };
      script.at(FROM_MS, () => buy('X'));
      script.at(FROM_MS + head, () => buy('Y'));
    },
  }),
  outcome(run, _values, ends) {
    const three = countsOf(ends, 'three');
    const one = countsOf(ends, 'one');
    const end = endOf(run);
    return {
      answer: answerOf(three.X),
      because: [
        `On three computers X gets the ticket in ${three.X} of ${RUNS} runs, on one computer in ${one.X}.`,
        BECAUSE[end],
      ],
      tables: [
        {
          caption: 'Twenty runs each',
          head: ['how it ends', 'one computer', 'three computers'],
          rows: ENDS.map(({ id, label }) => [label, String(one[id as EndId]), String(three[id as EndId])]),
        },
      ],
      harm:
        end === 'nobody' ? run.operations.find(({ value }) => value === 'no answer')?.returnedSeq : undefined,
    };
  },
  pictures: [
    {
      kind: 'tiles',
      id: 'three',
      title: 'Twenty runs on three computers',
      leads: true,
      sketch: true,
      runs: ({ batch }) => twenty('three', batch),
      ends: ENDS,
      read: (run) => ({ end: endOf(run) }),
    },
    {
      kind: 'tiles',
      id: 'one',
      title: 'Twenty runs on one computer',
      runs: ({ batch }) => twenty('one', batch),
      ends: ENDS,
      read: (run) => ({ end: endOf(run) }),
    },
    {
      kind: 'sweep',
      id: 'head-start',
      title: 'Every head start, forty runs each',
      over: 'head',
      along: 'X asks earlier by',
      up: 'X gets the ticket in',
      unit: '% of the runs',
      seeds: 40,
      lines: [{ id: 'share', label: 'Share of X' }],
      theory: {
        label: 'Calculated, without losses',
        at: (head, { lost }) => (lost === 0 ? 100 * shareOf(head) : undefined),
      },
      read: (run) => ({ at: { share: endOf(run) === 'X' ? 100 : 0 } }),
    },
  ],
};

export default lab;

type EndId = 'X' | 'Y' | 'left' | 'nobody';

const BECAUSE: Record<EndId, string> = {
  X: 'In the run below X’s request was the first to arrive, and X was told.',
  Y: 'In the run below Y’s request was the first to arrive, although X had asked first or at the same time.',
  left: 'In the run below no request arrived. The ticket is still there, and both shops have given up.',
  nobody:
    'In the run below the ticket was sold, and the answer was lost. The box office has no ticket, and no shop knows that it bought one.',
};

/** How a run ended, told from what the box office sold and what the buyer heard. */
export function endOf({ trace, operations }: Run): EndId {
  const sale = trace.find((event) => event.kind === 'log' && event.text.startsWith('sold to '));
  if (sale?.kind !== 'log') return 'left';
  const buyer = sale.text.slice('sold to '.length);
  const told = operations.some(
    ({ node, args, value }) => value === 'bought' && (node === buyer || args[0] === buyer),
  );
  if (!told) return 'nobody';
  return buyer === 'shop X' ? 'X' : 'Y';
}

/** The chance that X's message is the first, when both take 1 to 50 ms, evenly drawn, and X's leaves `head` ms earlier. */
export function shareOf(head: number): number {
  const width = LINK_MS.maxMs - LINK_MS.minMs;
  return head >= width ? 1 : 1 - (width - head) ** 2 / (2 * width * width);
}

function twenty(where: 'one' | 'three', batch: number): RunSpec<Setting>[] {
  return Array.from({ length: RUNS }, (_, i) => ({
    values: { where },
    seed: 2 * (RUNS * (batch - 1) + i + 1),
  }));
}

function countsOf(ends: Ends, picture: string): Record<EndId, number> {
  const counts = { X: 0, Y: 0, left: 0, nobody: 0 };
  for (const { end } of ends(picture)) if (end !== undefined) counts[end as EndId]++;
  return counts;
}

function answerOf(count: number): '20' | '12' | '10' | '0' {
  if (count === RUNS) return '20';
  if (count > 10) return '12';
  return count === 0 ? '0' : '10';
}
