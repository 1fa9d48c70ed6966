import type { Json } from '../../api.ts';
import { span } from '../../diagram/quantity.ts';
import type { Run } from '../../explore/scenario.ts';
import type { Decider } from '../../sim/decider.ts';
import { isJsonArray, isJsonObject } from '../../util/canonical.ts';
import type { Lab, Outcome } from '../lab.ts';

type Setting = {
  /** Seconds. */
  lease: number;
  /** Seconds. */
  late: number;
  cause: 'pause' | 'network';
  check: 'none' | 'memory' | 'disk';
  crash: boolean;
};

/** What the workers do between reading and writing, in ms. */
const WORK_MS = { A: 2000, B: 1000 };
/** The storage is down so long after B's write, in ms. */
const CRASH = { afterMs: 200, forMs: 400 };

/** The classic accident: a worker that wakes up after its lease, and a storage that may look at its token. */
const lab: Lab<Setting> = {
  controls: {
    cause: {
      kind: 'choice',
      label: 'Just before it writes',
      options: [
        { value: 'pause', label: 'A is paused' },
        { value: 'network', label: 'A’s write is held up on its way' },
      ],
      initial: 'pause',
    },
    late: { kind: 'slider', label: 'for', min: 0, max: 20, step: 1, unit: 's', initial: 12 },
    lease: { kind: 'slider', label: 'A lease lasts', min: 5, max: 20, step: 1, unit: 's', initial: 10 },
    check: {
      kind: 'choice',
      label: 'The storage',
      options: [
        { value: 'none', label: 'does not look at tokens' },
        { value: 'memory', label: 'refuses lower tokens, with its mark in memory' },
        { value: 'disk', label: 'refuses lower tokens, with its mark on disk' },
      ],
      initial: 'none',
    },
    crash: {
      kind: 'switch',
      label: 'The storage crashes and restarts right after B’s write',
      initial: false,
    },
  },
  roles: {
    lock: { export: 'LockService', shape: 'class' },
    worker: { export: 'Worker', shape: 'class' },
    storage: { export: 'Storage', shape: 'class' },
  },
  question: ({ check }) => ({
    text:
      check === 'none'
        ? 'Both workers add a line to the file, first A, then B. Whose lines are in the file at the end?'
        : 'A writes with token 33. Whose lines are in the file at the end?',
    choices: [
      { id: 'both', label: 'Those of A and B' },
      { id: 'A', label: 'Only A’s' },
      { id: 'B', label: 'Only B’s' },
    ],
  }),
  scenario: ({ lease, late, cause, check, crash }) => ({
    endMs: (lease + late) * 1000 + 10_000,
    nodes: () => [
      { id: 'A', role: 'worker', args: [WORK_MS.A] },
      { id: 'lock', role: 'lock', args: [lease * 1000] },
      { id: 'B', role: 'worker', args: [WORK_MS.B] },
      { id: 'storage', role: 'storage', args: [check] },
    ],
    link: () => ({ minMs: 50, maxMs: 50 }),
    disk: { minMs: 10, maxMs: 10 },
    script(script) {
      let running = 2;
      const done = (): void => {
        running--;
        if (running === 0) script.after(100, () => script.end());
      };
      script.call('A', 'run', [], done);
      script.at(lease * 1000 + 200, () => script.call('B', 'run', [], done));
    },
    direct: () => holdUp({ late, cause, crash }),
  }),
  outcome: outcomeOf,
  pictures: [
    {
      kind: 'sweep',
      id: 'lengths',
      over: 'late',
      title: 'Every length from 0 to 20 s',
      along: 'A, or its write, is held up for',
      up: 'Reaches the storage at',
      unit: 's',
      lines: [
        { id: 'A', label: 'A’s write' },
        { id: 'B', label: 'B’s write' },
        { id: 'B reads', label: 'B’s read' },
      ],
      ends: [
        { id: 'both', label: 'both lines are in the file', sign: 'well' },
        { id: 'refused', label: 'A is refused, and B’s line is safe', sign: 'refused' },
        { id: 'lost', label: 'a line is lost, and nobody is told', sign: 'harm' },
      ],
      read(run, values) {
        const arrivals = arrivalsOf(run);
        const first = (from: string, what: string): number | undefined => {
          const found = arrivals.find((arrival) => arrival.worker === from && arrival.what === what);
          return found && found.atUs / 1e6;
        };
        const { answer, harm } = outcomeOf(run, values);
        return {
          at: { A: first('A', 'write'), B: first('B', 'write'), 'B reads': first('B', 'read') },
          end: harm !== undefined ? 'lost' : answer === 'both' ? 'both' : 'refused',
        };
      },
    },
  ],
};

export default lab;

/** What a run showed. */
function outcomeOf(run: Run, { check }: Setting): Outcome {
  const writes = writesOf(run);
  const file = run.nodes.find(({ id }) => id === 'storage')?.disk.get('file') ?? [];
  const lines = isJsonArray(file) ? file.map(String) : [];
  const [a, b] = [writes.find(({ worker }) => worker === 'A'), writes.find(({ worker }) => worker === 'B')];
  const lost = writes.find(({ worker, ok }) => ok && !lines.includes(worker));
  return {
    answer: lines.length === 2 ? 'both' : lines.join(),
    because: a === undefined || b === undefined ? [] : explain({ a, b, lost: lost?.worker, check }),
    tables: [
      {
        caption: 'What reached the storage, in order',
        head: ['at', 'from', 'token', 'what', 'answer'],
        rows: arrivalsOf(run).map(({ atUs, worker, token, what, ok }) => [
          span(atUs),
          worker,
          String(token),
          what,
          ok ? 'accepted' : 'refused',
        ]),
      },
    ],
    harm: lost === undefined ? undefined : lastSaved(run),
  };
}

/** Strikes just before A writes, or on the way; and after B's write. */
function holdUp({ late, cause, crash }: Pick<Setting, 'late' | 'cause' | 'crash'>): Decider {
  let asked = 0;
  let answered = 0;
  return {
    onStep({ node, incarnation, step, call, about }) {
      if (cause !== 'pause' || late === 0 || node !== 'A' || call !== 'request' || about !== 'storage')
        return undefined;
      asked++;
      return asked === 2 ? { kind: 'pause', at: { node, incarnation, step }, forMs: late * 1000 } : undefined;
    },
    onMessage({ key, from, to, body }) {
      const held = cause === 'network' && late > 0 && from === 'A' && to === 'storage' && isWrite(body);
      return held ? [{ kind: 'delay', message: key, byMs: late * 1000 }] : [];
    },
    onEvent(event, view) {
      if (!crash || event.kind !== 'deliver' || event.node !== 'B' || event.message.from !== 'storage')
        return;
      answered++;
      if (answered !== 2) return;
      const at = { node: 'storage', atMs: view.nowUs() / 1000 + CRASH.afterMs };
      view.inject({ kind: 'crash', at, restartAfterMs: CRASH.forMs });
    },
  };
}

/** Where the file became what it is at the end. */
function lastSaved({ trace }: Run): number {
  return Math.max(
    ...trace.filter((event) => event.kind === 'disk-durable' && event.key === 'file').map(({ seq }) => seq),
  );
}

interface Arrival {
  readonly atUs: number;
  readonly worker: string;
  readonly token: number;
  readonly what: string;
  readonly ok: boolean;
  /** The mark that it was refused for. */
  readonly highest: number | undefined;
}

/** What reached the storage, with its answer. */
function arrivalsOf({ trace }: Run): Arrival[] {
  return trace.flatMap((event): Arrival[] => {
    if (event.kind !== 'deliver' || event.node !== 'storage') return [];
    const { key, from, body } = event.message;
    const reply = trace.find((other) => other.kind === 'send' && other.message.answers === key);
    if (reply?.kind !== 'send' || !isJsonObject(body) || !isJsonObject(reply.message.body)) return [];
    const { atUs } = event;
    const { ok, highest } = reply.message.body;
    return [
      {
        atUs,
        worker: from,
        token: Number(body['token']),
        what: isWrite(body) ? 'write' : 'read',
        ok: ok === true,
        highest: typeof highest === 'number' ? highest : undefined,
      },
    ];
  });
}

function writesOf(run: Run): Arrival[] {
  return arrivalsOf(run).filter(({ what }) => what === 'write');
}

function isWrite(body: Json): boolean {
  return isJsonObject(body) && body['op'] === 'write';
}

function explain({
  a,
  b,
  lost,
  check,
}: {
  readonly a: Arrival;
  readonly b: Arrival;
  readonly lost: string | undefined;
  readonly check: Setting['check'];
}): string[] {
  const arrived = `A’s write came at ${span(a.atUs)}, with token ${a.token}; B’s at ${span(b.atUs)}, with ${b.token}.`;
  if (!a.ok)
    return [
      arrived,
      `The storage had seen ${a.highest ?? b.token}, so it refused ${a.token}. A knows now that it lost the lock, and B’s line is safe.`,
    ];
  if (!b.ok) return [arrived, `The storage refused B’s write.`];
  if (lost === undefined) {
    return [
      arrived,
      'B read the file after that, and so kept A’s line.',
      a.token < b.token && check !== 'none' ? 'Until B came, the storage had seen no higher token.' : '',
    ].filter((sentence) => sentence !== '');
  }
  if (lost === 'A')
    return [
      arrived,
      'B had read the file before A’s line was in it. Its write took A’s line away, and both workers were told that all went well.',
    ];
  return [
    arrived,
    check === 'memory'
      ? 'The storage had seen 34, and forgot it when it crashed. A’s write took B’s line away, and both workers were told that all went well.'
      : 'Nobody compared 33 with 34. A’s write took B’s line away, and both workers were told that all went well.',
  ];
}
