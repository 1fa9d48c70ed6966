import { counted, span } from '../../diagram/quantity.ts';
import type { Run } from '../../explore/scenario.ts';
import { linksBetween, type Fault } from '../../sim/fault.ts';
import type { Operation } from '../../sim/script.ts';
import type { TraceEvent } from '../../sim/trace.ts';
import { isJsonObject } from '../../util/canonical.ts';
import type { Lab, Outcome } from '../lab.ts';
import type { Sample } from '../pictures.ts';

type Setting = {
  fault: 'cut' | 'pause';
  /** Seconds. */
  length: number;
  /** Seconds. */
  patience: number;
  asks: 'memory' | 'majority';
};

/** When it begins, and when the clients ask, in ms. */
const AT = { fault: 1000, write: 5000, read: 6000 } as const;

/** A leader that is cut off or paused while the others elect another. */
const lab: Lab<Setting> = {
  controls: {
    fault: {
      kind: 'choice',
      label: 'At 1 s the leader n1, in term 4,',
      options: [
        { value: 'cut', label: 'is cut off, with its client P' },
        { value: 'pause', label: 'is paused' },
      ],
      initial: 'cut',
    },
    length: { kind: 'slider', label: 'for', min: 1, max: 12, step: 1, unit: 's', initial: 8 },
    patience: {
      kind: 'slider',
      label: 'The others elect another after a silence of',
      min: 2.5,
      max: 10.5,
      step: 1,
      unit: 's',
      initial: 4.5,
    },
    asks: {
      kind: 'choice',
      label: 'Before it answers, a leader',
      options: [
        { value: 'memory', label: 'looks into its own memory' },
        { value: 'majority', label: 'asks a majority' },
      ],
      initial: 'memory',
    },
  },
  roles: {
    replica: { export: 'Replica', shape: 'class' },
    client: { export: 'Client', shape: 'class' },
  },
  question: () => ({
    text: 'x is 10. At 5 s Q begins to write x = 20. At 6 s P asks n1 for x. What does P get?',
    choices: [
      { id: '10', label: '10, at once' },
      { id: '20', label: '20, at once' },
      { id: '10 late', label: '10, after a while' },
      { id: '20 late', label: '20, after a while' },
    ],
  }),
  scenario: ({ fault, length, patience, asks }) => {
    const replicas = ['n1', 'n2', 'n3'];
    const overMs = AT.fault + length * 1000;
    return {
      endMs: 30_000,
      nodes: () => [
        { id: 'P', role: 'client', args: ['n1', 60_000] },
        ...replicas.map((id) => ({
          id,
          role: 'replica',
          // n3 is slower to stand, so that the two do not compete.
          args: [
            replicas.filter((other) => other !== id),
            'n1',
            (patience + (id === 'n3' ? 4 : 0)) * 1000,
            asks === 'majority',
          ],
        })),
        { id: 'Q', role: 'client', args: ['n2', 1500] },
      ],
      link: () => ({ minMs: 50, maxMs: 50 }),
      script(script) {
        let open = 3;
        const done = (): void => {
          open--;
          if (open === 0) script.at(Math.max(script.nowMs(), overMs) + 2500, () => script.end());
        };
        script.at(AT.write, () => script.call('Q', 'ask', ['write', 20], done));
        script.at(AT.read, () =>
          script.call('P', 'ask', ['read'], () => {
            done();
            script.after(900, () => script.call('P', 'ask', ['write', 30], done));
          }),
        );
      },
      faults: (): Fault[] => [
        fault === 'pause'
          ? { kind: 'pause', at: { node: 'n1', atMs: AT.fault }, forMs: length * 1000 }
          : {
              kind: 'partition',
              fromMs: AT.fault,
              untilMs: overMs,
              links: linksBetween(['P', 'n1'], ['n2', 'n3', 'Q']),
            },
      ],
    };
  },
  outcome: outcomeOf,
  pictures: [
    {
      kind: 'sweep',
      id: 'lengths',
      over: 'length',
      title: 'Every length from 1 to 12 s',
      along: 'n1 is cut off or paused for',
      up: 'Happens at',
      unit: 's',
      lines: [
        { id: 'deposed', label: 'n1 learns that it no longer leads' },
        { id: 'told', label: 'P is told x' },
        { id: 'elected', label: 'another is elected' },
      ],
      ends: [
        { id: 'true', label: 'P is told what holds', sign: 'well' },
        { id: 'waits', label: 'P is told what holds, after a wait', sign: 'waits' },
        { id: 'harm', label: 'P is told the past, or what it writes is lost', sign: 'harm' },
      ],
      read(run) {
        const { answer, harm } = outcomeOf(run);
        const seconds = (us: number | undefined): number | undefined => us && us / 1e6;
        return {
          at: {
            deposed: seconds(steppedDownUs(run)),
            told: seconds(operationOf(run.operations, 'P', 'read')?.returnedUs),
            elected: seconds(electedIn(run)[0]?.atUs),
          },
          end: harm !== undefined ? 'harm' : answer.endsWith('late') ? 'waits' : 'true',
        };
      },
    },
    {
      kind: 'strip',
      id: 'leaders',
      title: 'How many believe that they lead',
      up: 'Leaders',
      unit: '',
      lines: [{ id: 'leaders', label: 'Leaders' }],
      read: (run) => ({ leaders: leadersIn(run) }),
    },
  ],
};

export default lab;

/** What a run showed. */
function outcomeOf(run: Run): Outcome {
  const { operations } = run;
  const [write, read] = [operationOf(operations, 'Q', 'write'), operationOf(operations, 'P', 'read')];
  const deposed = steppedDownUs(run);
  const stale = read?.value === 10 && (write?.returnedUs ?? Infinity) < read.invokedUs;
  const lost = lostWrite(run, write?.returnedUs);
  const waited = (read?.returnedUs ?? Infinity) - (read?.invokedUs ?? 0);
  return {
    answer: `${String(read?.value)}${waited > 1_000_000 ? ' late' : ''}`,
    because: [
      ...tellLeaders(run, deposed),
      ...tellClients({ write, read, stale, isLost: lost !== undefined }),
    ],
    tables: [
      {
        caption: 'What the clients were told',
        head: ['client', 'asked', 'at', 'was told', 'at'],
        rows: operations.map(({ node, args, invokedUs, returnedUs, value }) => [
          node,
          args.length > 1 ? `x = ${String(args[1])}` : 'x?',
          span(invokedUs),
          returnedUs === undefined ? 'nothing' : String(value),
          returnedUs === undefined ? '' : span(returnedUs),
        ]),
      },
      {
        caption: 'What the replicas refused from an older term',
        head: ['at', 'replica', 'from', 'what', 'term'],
        rows: refusalsOf(run).map(({ atUs, node, from, op, term }) => [
          span(atUs),
          node,
          from,
          op,
          String(term),
        ]),
      },
    ],
    harm: lost ?? (stale ? read.returnedSeq : undefined),
  };
}

/** How many replicas believe that they lead, from each change on. n1 does from the beginning. */
function leadersIn({ trace }: Run): Sample[] {
  let leaders = 1;
  return [
    [0, leaders],
    ...trace.flatMap((event): Sample[] => {
      if (event.kind !== 'log' || (event.text === 'leads' && event.node === 'n1')) return [];
      if (event.text !== 'leads' && event.text !== 'steps down') return [];
      leaders += event.text === 'leads' ? 1 : -1;
      return [[event.atUs, leaders]];
    }),
  ];
}

function operationOf(operations: readonly Operation[], client: string, op: string): Operation | undefined {
  return operations.find(({ node, args }) => node === client && args[0] === op);
}

/** Others than n1 begin to lead. */
function electedIn({ trace }: Run): TraceEvent[] {
  return trace.filter((event) => event.kind === 'log' && event.text === 'leads' && event.node !== 'n1');
}

/** When n1 learnt that it no longer leads, in µs. */
function steppedDownUs({ trace }: Run): number | undefined {
  return trace.find((event) => event.kind === 'log' && event.node === 'n1' && event.text === 'steps down')
    ?.atUs;
}

interface Refusal {
  readonly atUs: number;
  readonly node: string;
  readonly from: string;
  readonly op: string;
  readonly term: number;
}

/** Messages of a leader that met a replica of a higher term. */
function refusalsOf({ trace }: Run): Refusal[] {
  const refused = new Set(
    trace.flatMap((event) => {
      if (event.kind !== 'send' || !isJsonObject(event.message.body)) return [];
      const { op, ok, term } = event.message.body;
      return op === 'you do not' || (ok === false && term !== undefined) ? [event.cause] : [];
    }),
  );
  return trace.flatMap((event): Refusal[] => {
    if (event.kind !== 'deliver' || !refused.has(event.seq) || !isJsonObject(event.message.body)) return [];
    const { op, term } = event.message.body;
    return [
      { atUs: event.atUs, node: event.node, from: event.message.from, op: String(op), term: Number(term) },
    ];
  });
}

/**
 * Where the value that P had been told is stored was replaced by one that is older: Q's, whose write was over before P's
 * began. A write of Q that is still under way may come after P's.
 */
function lostWrite({ trace, operations }: Run, doneUs = Infinity): number | undefined {
  const write = operationOf(operations, 'P', 'write');
  const told = write?.returnedSeq;
  if (told === undefined || write === undefined || doneUs >= write.invokedUs) return undefined;
  const replaced = trace.find(
    (event) =>
      event.kind === 'deliver' &&
      event.seq > told &&
      event.node === 'n1' &&
      isJsonObject(event.message.body) &&
      event.message.body['op'] === 'I lead' &&
      event.message.body['value'] !== 30,
  );
  return replaced?.seq;
}

function tellLeaders(run: Run, deposedUs: number | undefined): string[] {
  const [first] = electedIn(run);
  if (first === undefined) return ['Nobody was elected: n1 was back before the others lost patience.'];
  const refused = refusalsOf(run).length;
  const until = deposedUs === undefined ? 'to the end' : `until ${span(deposedUs)}`;
  return [
    `${first.node} led term 5 from ${span(first.atUs)} on; n1 believed ${until} that it led.${
      refused === 0 ? '' : ` The others refused ${counted(refused, 'message')} of term 4.`
    }`,
  ];
}

function tellClients({
  write,
  read,
  stale,
  isLost,
}: {
  readonly write: Operation | undefined;
  readonly read: Operation | undefined;
  readonly stale: boolean;
  readonly isLost: boolean;
}): string[] {
  const q =
    write?.returnedUs === undefined ? 'Q was told nothing' : `Q was told “done” at ${span(write.returnedUs)}`;
  const p =
    read?.returnedUs === undefined
      ? 'P nothing'
      : `P was told ${String(read.value)} at ${span(read.returnedUs)}`;
  return [
    `${q}; ${p}.`,
    ...(stale ? ['P read the past: x was 20 by then, and Q knew it.'] : []),
    ...(isLost
      ? ['Then P wrote 30, was told “done”, and the new leader’s value replaced it. That write is lost.']
      : []),
  ];
}
