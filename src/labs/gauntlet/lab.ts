import type { Json } from '../../api.ts';
import type { FaultMix } from '../../explore/mix.ts';
import { sampler } from '../../explore/sample.ts';
import type { Run, SetUp } from '../../explore/scenario.ts';
import type { Decider } from '../../sim/decider.ts';
import { ofKind } from '../../sim/trace.ts';
import { isJsonObject } from '../../util/canonical.ts';
import type { Lab } from '../lab.ts';
import type { End, RunSpec } from '../pictures.ts';

const WITHOUT = [
  'nothing',
  'the check',
  'the mark on disk',
  'mark before value',
  'the counter on disk',
  'disk before answer',
  'a counter for tokens',
] as const;
type Without = (typeof WITHOUT)[number];

const STORMS = ['messages', 'crashes', 'pauses', 'clocks', 'all', 'placed'] as const;
type Storm = (typeof STORMS)[number];

type Setting = {
  without: Without;
  storm: Storm;
  /** Which of the drawn storms. */
  lot: number;
};

const RUNS = 20;
const NODES = ['A', 'lock', 'B', 'storage'];
const WORKERS = ['A', 'B'];
/** Workers begin jobs until then; faults have ended before. */
const JOBS_MS = 14_000;
const STORM_MS = 12_000;

const LOSSES: FaultMix = {
  untilMs: STORM_MS,
  dropPercent: 20,
  duplicate: { percent: 20, after: { minMs: 1, maxMs: 3000 } },
  delay: { percent: 20, by: { minMs: 100, maxMs: 4000 } },
};
const CRASHES: FaultMix = {
  untilMs: STORM_MS,
  crash: { nodes: ['lock', 'storage'], max: 4, restartAfter: { minMs: 50, maxMs: 1500 } },
};
const PAUSES: FaultMix = {
  untilMs: STORM_MS,
  pause: { nodes: NODES, max: 4, forMs: { minMs: 100, maxMs: 4000 } },
};
const CLOCKS: FaultMix = { untilMs: STORM_MS, clockStep: { nodes: NODES, max: 4, byMs: 10_000 } };

const MIXES: Record<Exclude<Storm, 'placed'>, FaultMix> = {
  messages: LOSSES,
  crashes: CRASHES,
  pauses: PAUSES,
  clocks: CLOCKS,
  all: { ...LOSSES, ...CRASHES, ...PAUSES, ...CLOCKS },
};

const STORM_NAMES: Record<Storm, string> = {
  messages: 'lost and late messages',
  crashes: 'crashes',
  pauses: 'pauses',
  clocks: 'steps of clocks',
  all: 'all of these',
  placed: 'a late write and a crash, placed',
};

const ENDS: readonly End[] = [
  { id: 'right', label: 'no older write on top of a newer one', sign: 'well' },
  { id: 'wrong', label: 'a write of an earlier grant on top of a later one’s', sign: 'harm' },
];

/** Systems with fencing tokens, each without one safeguard, in storms. */
const lab: Lab<Setting> = {
  controls: {
    without: {
      kind: 'choice',
      label: 'What is left out',
      options: WITHOUT.map((value) => ({ value, label: value })),
      initial: 'the mark on disk',
    },
    storm: {
      kind: 'choice',
      label: 'The faults',
      options: STORMS.map((value) => ({ value, label: STORM_NAMES[value] })),
      initial: 'all',
    },
    lot: { kind: 'lot', label: 'Storm', max: RUNS, initial: 1 },
  },
  roles: {
    lock: { export: 'LockService', shape: 'class' },
    worker: { export: 'Worker', shape: 'class' },
    storage: { export: 'Storage', shape: 'class' },
  },
  limits: { eventsPerRun: 60_000 },
  question: ({ without, storm }) => ({
    text: `${without === 'nothing' ? 'Nothing is left out' : `The system is without ${without}`}. How many of ${RUNS} runs with ${STORM_NAMES[storm]} find it?`,
    choices: [
      { id: 'none', label: 'None' },
      { id: 'few', label: 'A few' },
      { id: 'half', label: 'About half' },
      { id: 'most', label: 'Most' },
    ],
  }),
  scenario: ({ without, storm, lot }) => ({
    endMs: 30_000,
    clockOffsetMs: 0,
    nodes: () => [
      { id: 'A', role: 'worker' },
      { id: 'lock', role: 'lock', args: [without] },
      { id: 'B', role: 'worker' },
      { id: 'storage', role: 'storage', args: [without] },
    ],
    link: () => ({ minMs: 1, maxMs: 20 }),
    disk: { minMs: 5, maxMs: 30 },
    script(script) {
      for (const worker of WORKERS) {
        let n = 0;
        const next = (): void => {
          if (script.nowMs() > JOBS_MS) return;
          n++;
          script.call(worker, 'job', [`${worker}${n}`], ({ value }) => {
            // Where faults are placed, one write each is enough.
            if (storm !== 'placed' || value === 'no lock') script.after(300, next);
          });
        };
        // The lock service has waited out a lease by then.
        const first = storm === 'placed' ? 2200 : 10;
        script.at(worker === 'A' ? first : first + 300, next);
      }
    },
    direct: (setUp) =>
      storm === 'placed'
        ? placed(without === 'nothing' ? (WITHOUT[1 + (lot % (WITHOUT.length - 1))] ?? 'nothing') : without)
        : sampler(MIXES[storm], seedOf(setUp) + lot),
  }),
  outcome(run, { without, storm }, ends) {
    const found = ends('these').filter(({ end }) => end === 'wrong').length;
    const wrong = violationOf(run);
    return {
      answer: found === 0 ? 'none' : found <= 6 ? 'few' : found <= 14 ? 'half' : 'most',
      because: [
        `${found} of ${RUNS} runs with ${STORM_NAMES[storm]} end with a write of an earlier grant on top of a later one’s.`,
        without === 'nothing'
          ? 'With every safeguard in place no run may.'
          : found === 0
            ? 'The mistake is there all the same.'
            : 'Each of them shows the mistake; none shows that there is no other.',
      ],
      tables: [
        {
          caption: 'Writes that took effect, in order',
          head: ['line', 'token', 'grant'],
          rows: appliedOf(run).map(({ line, token, grant }) => [line, String(token), String(grant)]),
        },
      ],
      harm: wrong,
    };
  },
  pictures: [
    {
      kind: 'tiles',
      id: 'these',
      title: 'Twenty runs with these faults',
      leads: true,
      runs: () => Array.from({ length: RUNS }, (_, i) => ({ values: { lot: i + 1 } })),
      ends: ENDS,
      read: (run) => ({ end: endOf(run) }),
    },
    {
      kind: 'tiles',
      id: 'all',
      title: 'Every safeguard, every kind of storm: a tile for twenty runs',
      columns: STORMS.map((storm) => STORM_NAMES[storm]),
      rows: WITHOUT.map((without) => (without === 'nothing' ? 'nothing left out' : `without ${without}`)),
      runs: () =>
        WITHOUT.flatMap((without) =>
          STORMS.flatMap((storm) =>
            Array.from({ length: RUNS }, (_, i): RunSpec<Setting> => ({
              values: { without, storm, lot: i + 1 },
              tile: `without ${without}, ${STORM_NAMES[storm]}`,
            })),
          ),
        ),
      ends: ENDS,
      read: (run) => ({ end: endOf(run), at: { found: endOf(run) === 'wrong' ? 1 : 0 } }),
    },
  ],
};

export default lab;

function seedOf({ draw }: SetUp<unknown>): number {
  return draw.int(0, 1_000_000);
}

/**
 * A's first write leaves late: A is paused just before it, until B has written. Besides, what the missing safeguard is
 * there for happens at the instant at which it is needed.
 */
function placed(without: Without): Decider {
  let pausedUs: number | undefined;
  let isLate = false;
  let isDone = false;
  return {
    onStep({ node, incarnation, step, call, about }) {
      const at = { node, incarnation, step };
      if (node === 'A' && call === 'request' && about === 'storage' && pausedUs === undefined) {
        pausedUs = 0;
        return { kind: 'pause', at, forMs: 4000 };
      }
      return undefined;
    },
    onMessage({ key, from, to }, view) {
      if (from !== 'A' || to !== 'storage' || isLate || pausedUs === undefined) return [];
      isLate = true;
      const nowMs = view.nowUs() / 1000;
      if (without === 'the mark on disk')
        view.inject({ kind: 'crash', at: { node: 'storage', atMs: nowMs }, restartAfterMs: 60 });
      return [{ kind: 'delay', message: key, byMs: 120 }];
    },
    onEvent(event, view) {
      const nowMs = view.nowUs() / 1000;
      if (isDone || event.kind !== 'log') return;
      const grant = event.text === 'grants' && textOf(event.details, 'attempt').startsWith('A');
      if (grant && without === 'the counter on disk') {
        isDone = true;
        view.inject({ kind: 'crash', at: { node: 'lock', atMs: nowMs + 100 }, restartAfterMs: 60 });
      }
      if (grant && without === 'disk before answer') {
        isDone = true;
        view.inject({
          kind: 'crash',
          at: { node: 'lock', atMs: nowMs },
          restartAfterMs: 60,
          openWritesDone: 0,
        });
      }
      if (grant && without === 'a counter for tokens') {
        isDone = true;
        view.inject({ kind: 'clock-step', at: { node: 'lock', atMs: nowMs + 100 }, byMs: -10_000 });
      }
      const applied = event.text === 'applies' && textOf(event.details, 'line').startsWith('B');
      if (applied && without === 'mark before value') {
        isDone = true;
        view.inject({ kind: 'pause', at: { node: 'B', atMs: nowMs }, forMs: 10_000 });
        view.inject({
          kind: 'crash',
          at: { node: 'storage', atMs: nowMs },
          restartAfterMs: 60,
          openWritesDone: 0,
        });
      }
    },
  };
}

interface Applied {
  readonly seq: number;
  readonly line: string;
  readonly token: number;
  /** In the order of the grants, from 1; 0 for a grant that nobody made. */
  readonly grant: number;
}

/** The writes that took effect, each with the number of its grant. */
function appliedOf({ trace }: Run): Applied[] {
  const logs = trace.filter(ofKind('log'));
  const grants = logs
    .filter(({ text }) => text === 'grants')
    .map(({ details }) => textOf(details, 'attempt'));
  return logs
    .filter(({ text }) => text === 'applies')
    .map(({ seq, details }) => {
      const line = textOf(details, 'line');
      return { seq, line, token: Number(textOf(details, 'token')), grant: grants.indexOf(line) + 1 };
    });
}

/** `seq` of the first write that came after one of a later grant. */
function violationOf(run: Run): number | undefined {
  let latest = 0;
  for (const { seq, grant } of appliedOf(run)) {
    if (grant < latest) return seq;
    latest = grant;
  }
  return undefined;
}

function endOf(run: Run): 'right' | 'wrong' {
  return violationOf(run) === undefined ? 'right' : 'wrong';
}

function textOf(details: Json | undefined, name: string): string {
  const value = details !== undefined && isJsonObject(details) ? details[name] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
