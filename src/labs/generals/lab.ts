import type { Run } from '../../explore/scenario.ts';
import type { Lab } from '../lab.ts';
import type { End, RunSpec } from '../pictures.ts';
import { pairsThatWithstand, RULES } from './rules.ts';

const SAYS = ['attack', 'retreat', 'nothing'] as const;
type Says = (typeof SAYS)[number];

type Setting = {
  generals: '3' | '4';
  traitor: 'commander' | 'lieutenant';
  toL1: Says;
  toL2: Says;
  toL3: Says;
  rule: 'majority' | 'obey';
};

/** What a loyal commander orders. */
const ORDER = 'attack';

const ENDS: readonly End[] = [
  { id: 'well', label: 'the loyal ones do the same, and obey a loyal commander', sign: 'well' },
  { id: 'disobey', label: 'a loyal commander is not obeyed', sign: 'refused' },
  { id: 'split', label: 'the loyal ones do different things', sign: 'harm' },
];

const says = (label: string, initial: Says) => ({
  kind: 'choice' as const,
  label,
  options: SAYS.map((value) => ({ value, label: value })),
  initial,
  inline: true as const,
});

/** Generals, one of them a traitor; the reader is he. */
const lab: Lab<Setting> = {
  controls: {
    generals: {
      kind: 'choice',
      label: 'Generals',
      options: [
        { value: '3', label: 'three' },
        { value: '4', label: 'four' },
      ],
      initial: '3',
      inline: true,
    },
    traitor: {
      kind: 'choice',
      label: 'The traitor is',
      options: [
        { value: 'commander', label: 'the commander, C' },
        { value: 'lieutenant', label: 'the last lieutenant' },
      ],
      initial: 'commander',
    },
    toL1: says('He tells L1', 'attack'),
    toL2: says('He tells L2', 'retreat'),
    toL3: says('He tells L3', 'retreat'),
    rule: {
      kind: 'choice',
      label: 'The loyal ones',
      options: [
        { value: 'majority', label: 'do what most have heard' },
        { value: 'obey', label: 'do what the commander told them' },
      ],
      initial: 'majority',
    },
  },
  roles: {
    general: { export: 'General', shape: 'class' },
    traitor: { export: 'Traitor', shape: 'class' },
  },
  idle: ({ generals, traitor }) => {
    const heard = lieutenantsOf(generals).length - (traitor === 'lieutenant' ? 1 : 0);
    return (['toL1', 'toL2', 'toL3'] as const).slice(heard);
  },
  question: ({ generals, rule }) =>
    generals === '3'
      ? {
          text: `Three generals, one lies. There are ${RULES} voting rules for a lieutenant, so ${thousands(RULES * RULES)} pairs of rules for two. How many pairs withstand every lie?`,
          choices: [
            { id: 'none', label: 'None' },
            { id: 'one', label: 'Exactly one' },
            { id: 'many', label: 'Hundreds' },
          ],
        }
      : {
          text: `Four generals, one lies, and the loyal ones ${rule === 'majority' ? 'do what most have heard' : 'do what the commander told them'}. How many of the traitor’s ${strategies(generals).length} strategies break that?`,
          choices: [
            { id: 'none', label: 'None' },
            { id: 'one', label: 'Exactly one' },
            { id: 'many', label: 'Several' },
          ],
        },
  scenario: (values) => {
    const { generals, traitor, rule } = values;
    const lieutenants = lieutenantsOf(generals);
    const liar = traitor === 'commander' ? 'C' : (lieutenants.at(-1) ?? '');
    const told = { L1: values.toL1, L2: values.toL2, L3: values.toL3 };
    const lies = lieutenants
      .filter((id) => id !== liar)
      .map((to) => ({ to, says: told[to as keyof typeof told] }));
    return {
      endMs: 500,
      nodes: () =>
        ['C', ...lieutenants].map((id) =>
          id === liar
            ? { id, role: 'traitor', args: ['C', lies] }
            : { id, role: 'general', args: ['C', lieutenants, rule] },
        ),
      link: () => ({ minMs: 50, maxMs: 50 }),
      script(script) {
        script.at(10, () => script.call('C', 'command', [ORDER]));
        for (const id of lieutenants) if (id !== liar) script.at(10, () => script.call(id, 'decide', []));
      },
    };
  },
  outcome(run, values, ends) {
    const { generals } = values;
    const all = ends('strategies');
    const broken = all.filter(({ end }) => end !== 'well').length;
    const end = endOf(run, values);
    const pairs = generals === '3' ? pairsThatWithstand() : undefined;
    const count = pairs ?? broken;
    return {
      answer: count === 0 ? 'none' : count === 1 ? 'one' : 'many',
      because: [
        pairs === undefined
          ? `${broken} of ${all.length} strategies break the rule.`
          : `${pairs === 0 ? 'None' : pairs} of the ${thousands(RULES * RULES)} pairs gives both: that a loyal commander is obeyed, and that the loyal ones do the same.`,
        `In the run below ${LABELS[end]}.`,
      ],
      tables: [
        {
          caption: 'What the loyal lieutenants decide',
          head: ['lieutenant', 'decides'],
          rows: decisionsOf(run).map(({ id, order }) => [id, order]),
        },
      ],
      harm: end === 'well' ? undefined : run.operations.at(-1)?.returnedSeq,
    };
  },
  pictures: [
    {
      kind: 'tiles',
      id: 'strategies',
      title: 'Every strategy of one traitor',
      leads: true,
      runs: ({ generals }) => strategies(generals),
      ends: ENDS,
      read: (run, values) => ({ end: endOf(run, values) }),
    },
  ],
};

export default lab;

type EndId = 'well' | 'disobey' | 'split';

const LABELS: Record<EndId, string> = {
  well: 'the loyal ones do the same, and obey a commander who is loyal',
  disobey: 'the commander is loyal, and is not obeyed',
  split: 'the loyal ones do different things',
};

function lieutenantsOf(generals: Setting['generals']): string[] {
  return generals === '3' ? ['L1', 'L2'] : ['L1', 'L2', 'L3'];
}

/** What the traitor can say: each of three things to each who hears him. */
function strategies(generals: Setting['generals']): RunSpec<Setting>[] {
  const all = lieutenantsOf(generals).length;
  return (['commander', 'lieutenant'] as const).flatMap((traitor) => {
    const heard = traitor === 'commander' ? all : all - 1;
    return Array.from({ length: SAYS.length ** heard }, (_, n) => {
      const [toL1, toL2, toL3] = [0, 1, 2].map((place) => SAYS[Math.floor(n / 3 ** place) % 3] ?? 'nothing');
      return {
        values: {
          traitor,
          ...(toL1 !== undefined && { toL1 }),
          ...(heard > 1 && toL2 !== undefined && { toL2 }),
          ...(heard > 2 && toL3 !== undefined && { toL3 }),
        },
      };
    });
  });
}

function decisionsOf({ operations }: Run): { id: string; order: string }[] {
  return operations
    .filter(({ method }) => method === 'decide')
    .map(({ node, value }) => ({ id: node, order: String(value) }));
}

/** Whether the loyal lieutenants do the same, and what a loyal commander ordered. */
export function endOf(run: Run, { traitor }: Pick<Setting, 'traitor'>): EndId {
  const orders = decisionsOf(run).map(({ order }) => order);
  if (new Set(orders).size > 1) return 'split';
  return traitor === 'commander' || orders.every((order) => order === ORDER) ? 'well' : 'disobey';
}

function thousands(n: number): string {
  return String(n).replace(/(?=(?:\d{3})+$)\B/g, ',');
}
