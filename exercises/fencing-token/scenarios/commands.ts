/** Drawn sequences for each part alone: what is asked of it, and what goes wrong meanwhile. */
import {
  callWhenFree,
  clockStep,
  crash,
  crashAtStep,
  cutOff,
  defineCommand,
  defineCommands,
  defineScenario,
  delayNext,
  doubleNext,
  loseNext,
  pause,
  restart,
  slowDisk,
  untilIdle,
  wait,
  type Command,
  type NodeId,
  type Prng,
  type ScenarioNode,
  type Script,
  type Stage,
} from 'partial-failure/kit';
import { AUDITOR, client, LAST_TOKEN, LOCK, lockService, STORAGE, storage, TTL_MS } from '../peers.ts';
import { EVEN } from './scripted.ts';
import { job, pauseBeforeWrite } from './worker.ts';

const HOUR = 3_600_000;
const hidden = { visible: false, script: () => undefined } as const;

// ---- the storage

type Write = { readonly key: string; readonly token: number; readonly value: string };
type Read = { readonly key: string; readonly token: number };

const KEYS = ['x', 'y'];
/** The newest first: what is simplest for the reader has no old holder in it. */
const TOKENS = [6, 5, 7];

/** What was asked last: it is asked again more often than not. */
interface Last {
  readonly key: string;
  readonly token: number;
}

const drawLast = (draw: Prng, last: Last): Last => ({
  key: draw.chance(3, 5) ? last.key : draw.pick(KEYS),
  token: draw.chance(3, 5) ? last.token : draw.pick(TOKENS),
});

const write = (every: readonly Write[]): Command<Last> =>
  defineCommand<Last, Write>({
    name: 'write',
    weight: 5,
    every,
    draw: (draw, last) => ({ ...drawLast(draw, last), value: draw.pick(['a', 'b']) }),
    next: (_, { key, token }) => ({ key, token }),
    words: ({ key, token, value }) => `write of ${key} = "${value}" with token ${token}`,
    run: ({ script }, { key, token, value }) => void script.call('A', 'write', [key, value, token]),
  });

const read = (every: readonly Read[]): Command<Last> =>
  defineCommand<Last, Read>({
    name: 'read',
    weight: 4,
    every,
    draw: drawLast,
    next: (_, last) => last,
    words: ({ key, token }) => `read of ${key} with token ${token}`,
    run: ({ script }, { key, token }) => void script.call('B', 'read', [key, token]),
  });

const storageCommands: readonly Command<Last>[] = [
  write(['a', 'b'].flatMap((value) => KEYS.flatMap((key) => TOKENS.map((token) => ({ key, token, value }))))),
  read(KEYS.flatMap((key) => TOKENS.map((token) => ({ key, token })))),
  crash({ nodes: [STORAGE], restartAfterMs: [60], openWritesMax: 2, weight: 2 }),
  crashAtStep({ nodes: [STORAGE], restartAfterMs: 60, stepsMax: 12 }),
  restart({ nodes: [STORAGE], restartAfterMs: 60, weight: 2 }),
  pause({ nodes: [STORAGE], forMs: [40] }),
  slowDisk({ nodes: [STORAGE], byMs: [100], forMs: 300 }),
  doubleNext({ to: STORAGE, afterMs: [1, 30, 400] }),
  untilIdle({ nodes: [STORAGE] }),
];

const storageAlone = {
  ...hidden,
  category: 'the storage alone: drawn sequences',
  judges: ['stale-writes-refused', 'holder-can-write'],
  endMs: 20_000,
  nodes: (): ScenarioNode[] => [
    { id: STORAGE, role: 'storage' },
    ...['A', 'B', AUDITOR].map((id) => ({ id, course: client })),
  ],
  // What is asked arrives before the next command.
  link: () => ({ minMs: 1, maxMs: 1 }),
};

/** The last looks, when slow disks and late copies are over. */
function lookAtStorage({ script }: Stage, afterMs: number, looks: readonly Read[]): void {
  looks.forEach(({ key, token }, i) => {
    script.after(afterMs + 150 * i, () => void script.call(AUDITOR, 'read', [key, token]));
  });
  script.after(afterMs + 150 * looks.length + 300, () => script.end());
}

const drawnStorage = defineScenario({
  ...storageAlone,
  id: 'storage-commands',
  title: 'Drawn operations and crashes',
  disk: { minMs: 6, maxMs: 12 },
  commands: defineCommands<Last>({
    alphabet: storageCommands,
    start: { key: 'x', token: 6 },
    length: { min: 3, max: 8 },
    gapsMs: [150, 0.3, 4, 9, 20],
    runs: 160,
    fromMs: 50,
    finish: (stage) =>
      lookAtStorage(stage, 700, [
        ...KEYS.map((key) => ({ key, token: 7 })),
        ...KEYS.map((key) => ({ key, token: LAST_TOKEN })),
      ]),
  }),
});

/** Every three of few commands within one operation of the disk, on a key that was written before. */
const everyStorage = defineScenario({
  ...storageAlone,
  id: 'storage-every-three',
  title: 'Every three of a few operations and crashes',
  disk: { minMs: 10, maxMs: 10 },
  script: (script) => script.at(20, () => void script.call('A', 'write', ['x', 'old', 6])),
  commands: defineCommands<Last>({
    alphabet: [
      write([
        { key: 'x', token: 6, value: 'a' },
        { key: 'x', token: 7, value: 'b' },
        { key: 'y', token: 5, value: 'c' },
      ]),
      read([
        { key: 'x', token: 6 },
        { key: 'x', token: 7 },
      ]),
      crash({ nodes: [STORAGE], restartAfterMs: [60] }),
    ],
    start: { key: 'x', token: 6 },
    length: { min: 3, max: 4 },
    gapsMs: [4],
    exhaust: { length: 3 },
    runs: 0,
    fromMs: 150,
    finish: (stage) =>
      lookAtStorage(stage, 150, [
        { key: 'x', token: 6 },
        { key: 'x', token: 7 },
        { key: 'y', token: 7 },
      ]),
  }),
});

// ---- the lock service

const ASKERS: readonly NodeId[] = ['A', 'B', 'C'];

type Try = { readonly who: NodeId; readonly attempt: number };
type Kept = { readonly who: NodeId; readonly which: number };

const withToken = (name: 'renew' | 'release', weight: number): Command<null> =>
  defineCommand<null, Kept>({
    name,
    weight,
    // The last token that it was granted, or the first.
    every: [-1, 0].flatMap((which) => ASKERS.map((who) => ({ who, which }))),
    words: ({ who, which }) => `${who} asks to ${name} ${which === 0 ? 'its first token' : 'its last token'}`,
    run: ({ script }, { who, which }) => void script.call(who, name, which === 0 ? [0] : []),
  });

const serviceCommands: readonly Command<null>[] = [
  defineCommand<null, Try>({
    name: 'acquire',
    weight: 5,
    every: [1, 2, 3].flatMap((attempt) => ASKERS.map((who) => ({ who, attempt }))),
    words: ({ who, attempt }) => `${who} asks for the lock, its try ${attempt}`,
    run: ({ script }, { who, attempt }) => void script.call(who, 'acquire', [`${who} try ${attempt}`]),
  }),
  withToken('renew', 2),
  withToken('release', 3),
  wait({ ms: [500, 1_100, 1.05 * TTL_MS + 20], weight: 2 }),
  crash({ nodes: [LOCK], restartAfterMs: [60], openWritesMax: 1 }),
  crashAtStep({ nodes: [LOCK], restartAfterMs: 60, stepsMax: 10 }),
  restart({ nodes: [LOCK], restartAfterMs: 60 }),
  pause({ nodes: [LOCK], forMs: [300, 2_500] }),
  clockStep({ nodes: [LOCK], byMs: [3_000, -3_000, HOUR, -HOUR] }),
  slowDisk({ nodes: [LOCK], byMs: [150], forMs: 400 }),
  doubleNext({ to: LOCK, afterMs: [1, 700, 2_300] }),
  loseNext({ from: LOCK }),
];

const drawnService = defineScenario({
  ...hidden,
  id: 'service-commands',
  title: 'Drawn requests and crashes',
  category: 'the lock service alone: drawn sequences',
  judges: ['tokens-increase', 'one-holder', 'grants'],
  endMs: 60_000,
  nodes: () => [
    { id: LOCK, role: 'service', args: [TTL_MS] },
    ...[...ASKERS, AUDITOR].map((id) => ({ id, course: client })),
  ],
  link: () => EVEN,
  disk: { minMs: 6, maxMs: 12 },
  commands: defineCommands({
    alphabet: serviceCommands,
    start: null,
    length: { min: 3, max: 8 },
    gapsMs: [300, 0.3, 6, 14, 60],
    runs: 220,
    fromMs: 50,
    finish({ script }) {
      script.after(300, () => void script.call('C', 'acquire', ['C last']));
      script.after(900, () => void script.call(AUDITOR, 'acquire', ['first']));
      // By now every lease is over, whatever was drawn.
      script.after(5_600, () => void script.call(AUDITOR, 'acquire', ['second']));
      script.after(6_000, () => void script.call('B', 'acquire', ['B last']));
      script.after(6_500, () => script.end());
    },
  }),
});

// ---- the worker

const WORKERS: readonly NodeId[] = ['A', 'B'];
type Todo = { readonly who: NodeId; readonly keys: string };

/** How many jobs were begun, in the author's mind: it makes their ids and values. */
interface Jobs {
  readonly begun: number;
}

const jobs = (every: readonly Todo[]): Command<Jobs> =>
  defineCommand<Jobs, Todo>({
    name: 'job',
    weight: 6,
    every,
    words: ({ who, keys }) => `a job for ${who} that writes ${[...keys].join(' and ')}`,
    next: ({ begun }) => ({ begun: begun + 1 }),
    run(stage, { who, keys }, { begun }) {
      const writes = Object.fromEntries([...keys].map((key) => [key, `${who}${begun + 1}${key}`]));
      callWhenFree(stage, who, 'run', [job(`job ${begun + 1}`, writes)], 8_000);
    },
  });

const workerCommands: readonly Command<Jobs>[] = [
  jobs(['x', 'xy', 'yx', 'y'].flatMap((keys) => ['A', 'A', 'B'].map((who) => ({ who, keys })))),
  loseNext({ name: 'lose the next answer of the storage', from: STORAGE, weight: 2 }),
  loseNext({ name: 'lose the next answer of the lock service', from: LOCK }),
  loseNext({ name: 'lose the next write of A', from: 'A', to: STORAGE }),
  delayNext({ name: 'delay the next write of A', from: 'A', to: STORAGE, byMs: [40, 400, 3_000], weight: 2 }),
  delayNext({ name: 'delay the next answer to A', from: STORAGE, to: 'A', byMs: [300, 3_000], weight: 2 }),
  doubleNext({ name: 'double the next write of A', from: 'A', to: STORAGE, afterMs: [300, 2_600] }),
  crash({ nodes: WORKERS, restartAfterMs: [100], openWritesMax: 1 }),
  crashAtStep({ nodes: ['A'], restartAfterMs: 100, stepsMax: 16 }),
  pause({ nodes: ['A'], forMs: [2_600] }),
  cutOff({ nodes: ['A'], from: [...WORKERS, LOCK, STORAGE], forMs: [400, 2_600] }),
  clockStep({ nodes: ['A'], byMs: [HOUR, -HOUR] }),
  wait({ ms: [300, 2_300] }),
];

/** The last look, when all jobs have ended and what was late has arrived; then the run ends. */
function lookAtKeys(script: Script): void {
  KEYS.forEach((key, i) => {
    script.after(3_600 + 150 * i, () => void script.call(AUDITOR, 'read', [key, LAST_TOKEN]));
  });
  script.after(3_600 + 150 * KEYS.length + 200, () => script.end());
}

const workersAlone = {
  ...hidden,
  category: 'the worker alone: drawn sequences',
  judges: ['no-lost-job', 'finishes'],
  endMs: 110_000,
  nodes: (): ScenarioNode[] => [
    { id: LOCK, course: lockService({ resends: 'repeat' }) },
    { id: STORAGE, course: storage },
    ...WORKERS.map((id) => ({ id, role: 'worker', args: [LOCK, STORAGE] })),
    { id: AUDITOR, course: client },
  ],
  link: () => EVEN,
};

/** Once all jobs have ended, or had the time for it. */
function lookAtEnd(stage: Stage): void {
  const look = (): void => {
    if (WORKERS.some((id) => stage.isBusy(id)) && stage.script.nowMs() < 72_000)
      stage.script.after(100, look);
    else lookAtKeys(stage.script);
  };
  look();
}

const drawnWorker = defineScenario({
  ...workersAlone,
  id: 'worker-commands',
  title: 'Drawn jobs, losses and crashes',
  commands: defineCommands<Jobs>({
    alphabet: workerCommands,
    start: { begun: 0 },
    length: { min: 2, max: 6 },
    gapsMs: [20, 0, 100, 240],
    runs: 110,
    fromMs: 20,
    finish: lookAtEnd,
  }),
});

/** A worker has lost its lock to another: whatever becomes of its late writes, its next job is another job. */
const afterALoss = defineScenario({
  ...workersAlone,
  id: 'worker-after-a-loss',
  title: 'Every two commands around the moment at which a worker finds its lock lost',
  direct: () => pauseBeforeWrite('A', 0, 2_600),
  commands: defineCommands<Jobs>({
    alphabet: [
      jobs(['xy', 'y', 'x'].map((keys) => ({ who: 'A', keys }))),
      loseNext({ name: 'lose the next write of A', from: 'A', to: STORAGE }),
      loseNext({ name: 'lose the next answer to A', from: STORAGE, to: 'A' }),
      delayNext({ name: 'delay the next write of A', from: 'A', to: STORAGE, byMs: [40, 400] }),
      delayNext({ name: 'delay the next answer to A', from: STORAGE, to: 'A', byMs: [300] }),
    ],
    start: { begun: 2 },
    length: { min: 2, max: 2 },
    gapsMs: [20],
    exhaust: { length: 2 },
    runs: 0,
    fromMs: 2_500,
    begin(stage) {
      const { script } = stage;
      script.at(20, () => stage.call('A', 'run', [job('job 1', { x: 'A1x', y: 'A1y' })]));
      script.at(2_150, () => stage.call('B', 'run', [job('job 2', { x: 'B2x' })]));
    },
    finish: lookAtEnd,
  }),
});

export const drawnScenarios = [drawnStorage, everyStorage, drawnService, drawnWorker, afterALoss];
