import type { Run, SetUp } from '../../explore/scenario.ts';
import { combine, type Decider } from '../../sim/decider.ts';
import type { Fault } from '../../sim/fault.ts';
import { ofKind } from '../../sim/trace.ts';
import type { Lab } from '../lab.ts';
import type { End, RunSpec } from '../pictures.ts';

type Program = 'a fixed time' | 'everybody' | 'ballots in memory' | 'ballots on disk';
const TIMINGS = ['bounded', 'wild', 'unbounded'] as const;
const NODES = ['stop', 'recovery', 'liar'] as const;

type Setting = {
  program: Program;
  timing: (typeof TIMINGS)[number];
  nodes: (typeof NODES)[number];
  /** Which of the drawn runs; the first is the same trouble at the same instant each time. */
  lot: number;
};

const RUNS = 12;
const MEMBERS = ['n1', 'n2', 'n3'];
const VALUES = [5, 3, 8];
const END_MS = 20_000;

const TIMING_NAMES = { bounded: '1 to 50 ms', wild: 'wild until 5 s', unbounded: 'unbounded' };
const NODE_NAMES = { stop: 'one may crash for good', recovery: 'crash and restart', liar: 'one lies' };

const ENDS: readonly End[] = [
  { id: 'well', label: 'all who live decide, and decide the same', sign: 'well' },
  { id: 'unfinished', label: 'somebody has not decided after 20 s', sign: 'waits' },
  { id: 'wrong', label: 'two decide differently, or what nobody proposed', sign: 'harm' },
];

/** Four programs that decide on a value, in nine worlds. */
const lab: Lab<Setting> = {
  controls: {
    program: {
      kind: 'choice',
      label: 'The program',
      options: [
        { value: 'a fixed time', label: 'a fixed time: two rounds of 60 ms, then the least' },
        { value: 'everybody', label: 'everybody: waits for all three, then the least' },
        { value: 'ballots in memory', label: 'ballots, remembered in memory' },
        { value: 'ballots on disk', label: 'ballots, remembered on disk' },
      ],
      initial: 'everybody',
    },
    timing: {
      kind: 'choice',
      label: 'Messages take',
      options: TIMINGS.map((value) => ({ value, label: TIMING_NAMES[value] })),
      initial: 'wild',
    },
    nodes: {
      kind: 'choice',
      label: 'Nodes',
      options: NODES.map((value) => ({ value, label: NODE_NAMES[value] })),
      initial: 'stop',
    },
    lot: { kind: 'lot', label: 'Another run', max: RUNS, initial: 1 },
  },
  roles: {
    member: { export: 'Member', shape: 'class' },
    liar: { export: 'Liar', shape: 'class' },
  },
  question: ({ program }) => ({
    text: `Three nodes decide on one value by “${program}”. In how many of the nine worlds is it never wrong?`,
    choices: [
      { id: '1', label: '1' },
      { id: '3', label: '3' },
      { id: '6', label: '6' },
      { id: '9', label: '9' },
    ],
  }),
  scenario: ({ program, timing, nodes, lot }) => ({
    endMs: END_MS,
    nodes: () =>
      MEMBERS.map((id, i) => {
        const others = MEMBERS.filter((other) => other !== id);
        if (nodes === 'liar' && id === 'n3') return { id, role: 'liar', args: [others] };
        return { id, role: 'member', args: [others, program, i, VALUES[i] ?? 0] };
      }),
    link: () => ({ minMs: 1, maxMs: 50 }),
    disk: { minMs: 1, maxMs: 5 },
    script(script) {
      for (const id of MEMBERS) {
        script.at(1, () => script.call(id, 'take', []));
        if (nodes === 'recovery') lives(script.incarnation, id, script);
      }
    },
    faults: (setUp) => crashes(nodes, lot, setUp),
    direct: (setUp) =>
      nodes === 'recovery' && lot === 1
        ? combine([forgetful(), delays(timing, lot, setUp)])
        : delays(timing, lot, setUp),
  }),
  outcome(run, values, ends) {
    const cells = worlds(ends('worlds').map(({ end }) => end ?? ''));
    const safe = cells.filter((all) => !all.includes('wrong')).length;
    const done = cells.filter((all) => all.every((end) => end === 'well')).length;
    const end = endOf(run, values);
    return {
      answer: ['1', '3', '6', '9'].find((id) => Number(id) >= safe) ?? '9',
      because: [
        `In ${safe} of the nine worlds no run of ${RUNS} was wrong; in ${done} all of them finished, too.`,
        BECAUSE[end],
      ],
      tables: [
        {
          caption: 'Decisions in the run below',
          head: ['node', 'proposed', 'decided'],
          rows: MEMBERS.map((id, i) => [
            id,
            String(VALUES[i]),
            decisionsOf(run)
              .filter(({ node }) => node === id)
              .map(({ value }) => value)
              .join(', ') || 'nothing',
          ]),
        },
      ],
      harm: end === 'wrong' ? decisionsOf(run).at(-1)?.seq : undefined,
    };
  },
  pictures: [
    {
      kind: 'tiles',
      id: 'worlds',
      title: `Nine worlds, ${RUNS} runs each`,
      leads: true,
      columns: TIMINGS.map((timing) => TIMING_NAMES[timing]),
      rows: NODES.map((nodes) => NODE_NAMES[nodes]),
      runs: () =>
        NODES.flatMap((nodes) =>
          TIMINGS.flatMap((timing) =>
            Array.from({ length: RUNS }, (_, i): RunSpec<Setting> => ({
              values: { timing, nodes, lot: i + 1 },
              tile: `${NODE_NAMES[nodes]}; ${TIMING_NAMES[timing]}`,
            })),
          ),
        ),
      ends: ENDS,
      read: (run, values) => ({ end: endOf(run, values) }),
    },
  ],
};

export default lab;

type EndId = 'well' | 'unfinished' | 'wrong';

const BECAUSE: Record<EndId, string> = {
  well: 'In the run below all who live decide the same.',
  unfinished: 'In the run below somebody has not decided when the time is up. Nobody decided wrongly.',
  wrong: 'In the run below two decisions differ, or one is for a value that nobody proposed.',
};

/** After a restart a node takes part again. */
function lives(
  incarnation: (node: string) => number,
  id: string,
  script: {
    after(ms: number, then: () => void): void;
    isStarted(node: string): boolean;
    call(node: string, method: string, args: readonly []): unknown;
  },
): void {
  let last = 0;
  const look = (): void => {
    const now = incarnation(id);
    if (now > last && script.isStarted(id)) {
      last = now;
      script.call(id, 'take', []);
    }
    script.after(20, look);
  };
  script.after(20, look);
}

/** Crashes in the first second: one node for good, or any of them, each with a restart soon after. */
function crashes(nodes: Setting['nodes'], lot: number, { draw }: SetUp<unknown>): Fault[] {
  const own = draw.fork(`crashes ${lot}`);
  if (nodes === 'liar' || (nodes === 'recovery' && lot === 1)) return [];
  if (nodes === 'stop') {
    // The first run: a node that is dead from the beginning.
    if (lot === 1) return [{ kind: 'crash', at: { node: 'n3', atMs: 0.5 }, restartAfterMs: null }];
    if (lot % 3 === 0) return [];
    const node = own.pick(MEMBERS);
    return [{ kind: 'crash', at: { node, atMs: own.int(2, 600) }, restartAfterMs: null }];
  }
  const times = [own.int(200, 420), own.int(420, 900), own.int(900, 1600)];
  return times.map((atMs) => ({
    kind: 'crash',
    at: { node: own.pick(MEMBERS), atMs },
    restartAfterMs: own.int(5, 60),
  }));
}

/**
 * n1 and n3 hear each other only through n2. As soon as one of them has decided, n2 crashes and is back, and the one that
 * decided is cut off: what n2 remembers is all that the other can learn.
 */
function forgetful(): Decider {
  let decided: string | undefined;
  return {
    onMessage({ key, from, to }) {
      const apart = from !== 'n2' && to !== 'n2';
      return apart || from === decided || to === decided ? [{ kind: 'drop', message: key }] : [];
    },
    onEvent(event, view) {
      if (decided !== undefined || event.kind !== 'log' || !event.text.startsWith('decides')) return;
      decided = event.node;
      if (decided === 'n2') return;
      view.inject({ kind: 'crash', at: { node: 'n2', atMs: view.nowUs() / 1000 }, restartAfterMs: 20 });
    },
  };
}

/** Messages that take longer than 50 ms: until 5 s, or for ever and ever longer. */
function delays(timing: Setting['timing'], lot: number, { draw }: SetUp<unknown>): Decider {
  const own = draw.fork(`delays ${lot}`);
  return {
    onMessage({ key }, view) {
      const nowMs = view.nowUs() / 1000;
      if (timing === 'bounded' || (timing === 'wild' && nowMs > 5000)) return [];
      if (!own.chance(1, 2)) return [];
      const most = timing === 'wild' ? 1500 : 600 + nowMs;
      return [{ kind: 'delay', message: key, byMs: own.int(50, Math.round(most)) }];
    },
  };
}

interface Decision {
  readonly seq: number;
  readonly node: string;
  readonly value: string;
}

function decisionsOf({ trace }: Run): Decision[] {
  return trace
    .filter(ofKind('log'))
    .filter(({ text }) => text.startsWith('decides '))
    .map(({ seq, node, text }) => ({ seq, node, value: text.slice('decides '.length) }));
}

/** Judged for the honest: agreement of all decisions ever made, validity, and whether all who live have decided. */
export function endOf(run: Run, { nodes }: Pick<Setting, 'nodes'>): EndId {
  const decisions = decisionsOf(run);
  const different = new Set(decisions.map(({ value }) => value));
  const proposed = VALUES.map(String);
  if (different.size > 1 || [...different].some((value) => !proposed.includes(value))) return 'wrong';
  const honest = nodes === 'liar' ? MEMBERS.slice(0, 2) : MEMBERS;
  const alive = honest.filter((id) => run.nodes.find((node) => node.id === id)?.up === true);
  return alive.every((id) => decisions.some(({ node }) => node === id)) ? 'well' : 'unfinished';
}

function worlds(ends: readonly string[]): string[][] {
  return Array.from({ length: ends.length / RUNS }, (_, i) => ends.slice(i * RUNS, (i + 1) * RUNS));
}
