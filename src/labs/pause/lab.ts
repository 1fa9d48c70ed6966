import { span } from '../../diagram/quantity.ts';
import type { Run } from '../../explore/scenario.ts';
import { ofKind } from '../../sim/trace.ts';
import type { Lab } from '../lab.ts';
import type { End } from '../pictures.ts';

type Setting = {
  step: number;
  /** Seconds. */
  length: number;
  check: 'never' | 'before the work' | 'before the write';
  fenced: boolean;
};

/** B asks when A's lease of 10 s has just ended, and again while it is refused. */
const B_FROM_MS = 10_200;
/** A's steps, from the call of `run` to the answer to its write, whatever it checks. */
export const STEPS = 16;

const ENDS: readonly End[] = [
  { id: 'kept', label: 'both lines are kept', sign: 'well' },
  { id: 'late', label: 'A sees that it is too late', sign: 'waits' },
  { id: 'refused', label: 'the storage refuses A', sign: 'refused' },
  { id: 'lost', label: 'an acknowledged line is gone', sign: 'harm' },
];

/** A pause before each of a worker's steps, and which of them harm the file. */
const lab: Lab<Setting> = {
  controls: {
    step: {
      kind: 'slider',
      label: 'A is paused before its step',
      min: 1,
      max: STEPS,
      step: 1,
      unit: '',
      initial: 13,
    },
    length: { kind: 'slider', label: 'for', min: 1, max: 20, step: 1, unit: 's', initial: 12 },
    check: {
      kind: 'choice',
      label: 'A checks its lease',
      options: [
        { value: 'never', label: 'never' },
        { value: 'before the work', label: 'before the work' },
        { value: 'before the write', label: 'just before it writes' },
      ],
      initial: 'before the write',
    },
    fenced: { kind: 'switch', label: 'The storage refuses older tokens', initial: false },
  },
  roles: {
    lock: { export: 'Lock', shape: 'class' },
    worker: { export: 'Worker', shape: 'class' },
    storage: { export: 'Storage', shape: 'class' },
  },
  question: ({ length, check, fenced }) => ({
    text: `${check === 'never' ? 'A never checks its lease' : `A checks its lease ${check === 'before the work' ? 'before the work' : 'just before it writes'}`}${fenced ? ', and the storage checks tokens' : ''}. Before how many of A’s ${STEPS} steps does a pause of ${length} s cost somebody a line?`,
    choices: [
      { id: 'none', label: 'None' },
      { id: 'one', label: 'Exactly one' },
      { id: 'few', label: 'Several' },
      { id: 'all', label: 'All' },
    ],
  }),
  scenario: ({ step, length, check, fenced }) => ({
    endMs: 60_000,
    nodes: () => [
      { id: 'A', role: 'worker', args: [check] },
      { id: 'lock', role: 'lock' },
      { id: 'B', role: 'worker', args: [check] },
      { id: 'storage', role: 'storage', args: [fenced] },
    ],
    link: () => ({ minMs: 50, maxMs: 50 }),
    script(script) {
      let running = 2;
      const done = (): void => {
        running--;
        if (running === 0) script.after(100, () => script.end());
      };
      script.at(0, () => script.call('A', 'run', [], done));
      const tryB = (): void => {
        script.call('B', 'run', [], ({ value }) => {
          if (value === 'taken') script.after(1000, tryB);
          else done();
        });
      };
      script.at(B_FROM_MS, tryB);
    },
    direct: () => {
      let steps = 0;
      return {
        onStep: ({ node, incarnation, step: at }) => {
          if (node !== 'A') return undefined;
          steps++;
          // The first two are those of its boot.
          if (steps !== step + 2) return undefined;
          return { kind: 'pause', at: { node, incarnation, step: at }, forMs: length * 1000 };
        },
      };
    },
  }),
  outcome(run, _values, ends) {
    const harmed = ends('steps').flatMap(({ end }, i) => (end === 'lost' ? [i + 1] : []));
    const end = endOf(run);
    return {
      answer:
        harmed.length === 0 ? 'none' : harmed.length === 1 ? 'one' : harmed.length === STEPS ? 'all' : 'few',
      because: [
        harmed.length === 0
          ? 'No pause of this length costs a line.'
          : `A pause before ${harmed.length === 1 ? 'step' : 'each of the steps'} ${harmed.join(', ')} costs a line; before any other it does not.`,
        WORDS[end],
      ],
      tables: [
        {
          caption: 'What became of the two workers',
          head: ['worker', 'ended with', 'at'],
          rows: run.operations
            .filter(({ value }) => value !== 'taken')
            .map(({ node, value, returnedUs }) => [node, String(value ?? '–'), span(returnedUs ?? 0)]),
        },
      ],
      harm: end === 'lost' ? run.trace.filter(ofKind('log')).at(-1)?.seq : undefined,
    };
  },
  pictures: [
    {
      kind: 'tiles',
      id: 'steps',
      title: 'A pause before each of A’s steps',
      leads: true,
      runs: ({ length }) =>
        Array.from({ length: STEPS }, (_, i) => ({ values: { step: i + 1, length }, tile: String(i + 1) })),
      ends: ENDS,
      read: (run) => ({ end: endOf(run) }),
    },
    {
      kind: 'tiles',
      id: 'lengths',
      title: 'Every step, and several lengths',
      columns: Array.from({ length: STEPS }, (_, i) => String(i + 1)),
      rows: ['4 s', '8 s', '12 s', '16 s'],
      runs: () =>
        [4, 8, 12, 16].flatMap((length) =>
          Array.from({ length: STEPS }, (_, i) => ({
            values: { step: i + 1, length },
            tile: `step ${i + 1}, ${length} s`,
          })),
        ),
      ends: ENDS,
      read: (run) => ({ end: endOf(run) }),
    },
  ],
};

export default lab;

type EndId = 'kept' | 'late' | 'refused' | 'lost';

const WORDS: Record<EndId, string> = {
  kept: 'In the run below both lines are in the file.',
  late: 'In the run below A found its lease over, and did not write.',
  refused: 'In the run below A’s write came with an older token than the storage had seen, and was refused.',
  lost: 'In the run below both workers were told “saved”, and only one line is in the file.',
};

/** What a run came to, from what the workers were told and what the file is at the end. */
export function endOf({ trace, operations }: Run): EndId {
  const saved = operations.flatMap(({ node, value }) => (value === 'saved' ? [node] : []));
  const files = trace.filter(ofKind('log')).filter(({ text }) => text.startsWith('the file: '));
  const lines = files.at(-1)?.text.slice('the file: '.length).split(', ') ?? [];
  if (saved.some((worker) => !lines.includes(worker))) return 'lost';
  if (operations.some(({ value }) => value === 'refused')) return 'refused';
  return operations.some(({ value }) => value === 'too late') ? 'late' : 'kept';
}
