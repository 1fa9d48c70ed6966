import { counted } from '../../diagram/quantity.ts';
import type { Run } from '../../explore/scenario.ts';
import { linksBetween, type Fault } from '../../sim/fault.ts';
import { isJsonObject } from '../../util/canonical.ts';
import type { Choice } from '../controls.ts';
import type { Lab } from '../lab.ts';

type Where = 'P' | 'Q' | 'both' | 'down';
type Rule = 'majority' | 'half' | 'answered';
type Size = '3' | '4' | '5' | '7';
type Voter = 'n1' | 'n2' | 'n3' | 'n4' | 'n5' | 'n6' | 'n7';
type Setting = { size: Size; rule: Rule } & Record<Voter, Where>;

const VOTERS: readonly Voter[] = ['n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7'];
/** Long after both have counted. */
const END_MS = 2000;
const SIZES: readonly Size[] = ['3', '4', '5', '7'];

/** Two candidates on two sides of a cut ask for votes: which sets of nodes can decide. */
const lab: Lab<Setting> = {
  controls: {
    size: {
      kind: 'choice',
      label: 'Nodes',
      options: SIZES.map((value) => ({ value, label: value })),
      initial: '5',
      inline: true,
    },
    rule: {
      kind: 'choice',
      label: 'A candidate wins with',
      options: [
        { value: 'majority', label: 'more than half of all nodes' },
        { value: 'half', label: 'at least half of all nodes' },
        { value: 'answered', label: 'more than half of those that answered' },
      ],
      initial: 'majority',
    },
    n1: reachedBy('n1', 'P'),
    n2: reachedBy('n2', 'P'),
    n3: reachedBy('n3', 'Q'),
    n4: reachedBy('n4', 'Q'),
    n5: reachedBy('n5', 'Q'),
    n6: reachedBy('n6', 'P'),
    n7: reachedBy('n7', 'down'),
  },
  roles: {
    voter: { export: 'Voter', shape: 'class' },
    candidate: { export: 'Candidate', shape: 'class' },
  },
  idle: ({ size }) => VOTERS.slice(Number(size)),
  question: ({ size }) => ({
    text: `P and Q each ask the ${size} nodes for their votes. Who wins?`,
    choices: [
      { id: 'P', label: 'Only P' },
      { id: 'Q', label: 'Only Q' },
      { id: 'both', label: 'Both' },
      { id: 'neither', label: 'Neither' },
    ],
  }),
  scenario(values) {
    const voters = votersOf(values);
    return {
      endMs: END_MS,
      nodes: () => [
        { id: 'P', role: 'candidate', args: [voters, values.rule] },
        ...voters.map((id) => ({ id, role: 'voter' })),
        { id: 'Q', role: 'candidate', args: [voters, values.rule] },
      ],
      // P is a little nearer: where both reach a node, P is first.
      link: (from, to) => (from === 'Q' || to === 'Q' ? { minMs: 30, maxMs: 30 } : { minMs: 20, maxMs: 20 }),
      disk: { minMs: 5, maxMs: 5 },
      script(script) {
        let open = 2;
        const done = (): void => {
          open--;
          if (open === 0) script.end();
        };
        script.at(100, () => {
          script.call('P', 'run', [], done);
          script.call('Q', 'run', [], done);
        });
      },
      faults: () => faultsOf(values),
    };
  },
  outcome(run, values) {
    const { size, rule } = values;
    const voters = votersOf(values);
    const [p, q] = [countOf(run, 'P'), countOf(run, 'Q')];
    const votes = new Map(
      run.nodes.map(({ id, disk }) => {
        const vote = disk.get('vote');
        return [id, typeof vote === 'string' ? vote : 'nobody'];
      }),
    );
    const decided = [p, q].filter((one) => one.decided);
    return {
      answer: decided.length === 2 ? 'both' : (decided[0]?.name ?? 'neither'),
      because: [`${tell(p)} ${tell(q)}`, ...explain(Number(size), rule, decided.length)],
      tables: [
        {
          caption: 'Who voted for whom',
          head: ['node', 'reached by', 'voted for'],
          rows: voters.map((id) => [id, WHERE[values[id]], votes.get(id) ?? 'nobody']),
        },
        {
          caption: 'Which sets can decide, by this rule',
          head: ['nodes', 'votes needed', 'may be down', 'smallest sets', 'two of them share at least'],
          rows: SIZES.map((one) => rowOf(Number(one), rule)),
        },
      ],
      harm: decided.length === 2 ? Math.max(...decided.map(({ seq }) => seq)) : undefined,
    };
  },
};

export default lab;

const WHERE: Record<Where, string> = { P: 'P', Q: 'Q', both: 'both', down: 'nobody: down' };

function reachedBy(label: Voter, initial: Where): Choice<Where> {
  return {
    kind: 'choice',
    label,
    options: [
      { value: 'P', label: 'P' },
      { value: 'Q', label: 'Q' },
      { value: 'both', label: 'both' },
      { value: 'down', label: 'down' },
    ],
    initial,
    inline: true,
  };
}

function votersOf({ size }: Setting): readonly Voter[] {
  return VOTERS.slice(0, Number(size));
}

function faultsOf(values: Setting): Fault[] {
  const voters = votersOf(values);
  const withOnly = (side: Where): readonly Voter[] => voters.filter((id) => values[id] === side);
  const links = [...linksBetween(['P'], withOnly('Q')), ...linksBetween(['Q'], withOnly('P'))];
  return [
    ...(links.length > 0 ? [{ kind: 'partition', fromMs: 50, untilMs: END_MS, links } as const] : []),
    ...withOnly('down').map(
      (node) => ({ kind: 'crash', at: { node, atMs: 50 }, restartAfterMs: null }) as const,
    ),
  ];
}

interface Count {
  readonly name: string;
  readonly decided: boolean;
  readonly votes: number;
  readonly answers: number;
  readonly seq: number;
}

function countOf({ operations, trace }: Run, name: string): Count {
  const { value, returnedSeq } = operations.find(({ node }) => node === name) ?? {};
  const counted = trace.find((event) => event.kind === 'log' && event.node === name);
  const details = counted?.kind === 'log' ? counted.details : undefined;
  const { votes, answers } = isJsonObject(details) ? details : {};
  return {
    name,
    decided: value === 'wins',
    votes: Number(votes),
    answers: Number(answers),
    seq: returnedSeq ?? -1,
  };
}

function tell({ name, votes, answers, decided }: Count): string {
  const heard =
    answers === 0 ? `${name} heard nobody` : `${name} heard ${answers} and got ${counted(votes, 'vote')}`;
  return `${heard}: ${decided ? 'enough' : 'not enough'}.`;
}

function explain(size: number, rule: Rule, decided: number): string[] {
  if (decided === 2) {
    return [
      rule === 'half'
        ? `Two halves of ${size} have no node in common, so nobody could tell the one from the other.`
        : 'Whom one sees is not who there is. On each side those that answered agreed with one another.',
    ];
  }
  const needed = neededBy(size, rule);
  const spare = size - needed;
  const like = rule === 'majority' && size === 4 ? ', no more than with 3 nodes' : '';
  if (rule === 'answered')
    return [
      'This time that was right. It counts on luck: two sets that agree need not have a node in common.',
    ];
  const overlap = overlapOf(size, needed);
  return [
    `${needed} of ${size} are enough, so ${spare} may be missing${like}.`,
    overlap > 0
      ? `Any two sets of ${needed} share a node, and a node votes once.`
      : `Yet two sets of ${needed} need not share a node.`,
  ];
}

/** The fewest votes that win when nobody else answers. */
function neededBy(size: number, rule: Rule): number {
  if (rule === 'majority') return Math.floor(size / 2) + 1;
  return rule === 'half' ? Math.ceil(size / 2) : 1;
}

function rowOf(size: number, rule: Rule): string[] {
  const needed = neededBy(size, rule);
  const sets = setsOf(size, needed).length;
  return [size, needed, size - needed, sets, overlapOf(size, needed)].map(String);
}

/** How many nodes two sets of that many members have in common at least, by trying all of them. */
function overlapOf(size: number, members: number): number {
  const sets = setsOf(size, members);
  return Math.min(...sets.flatMap((one) => sets.map((other) => onesOf(one & other))));
}

/** All sets with that many members, as bits. */
function setsOf(size: number, members: number): number[] {
  return Array.from({ length: 1 << size }, (_, set) => set).filter((set) => onesOf(set) === members);
}

function onesOf(bits: number): number {
  let count = 0;
  for (let rest = bits; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}
