/** Drawn sequences of reads, writes, restarts, losses and cuts. */
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
  type Stage,
} from 'partial-failure/kit';
import { BOUND_MS, CLIENTS, cluster, mayCrashOf, replicasOf } from './cluster.ts';

const HOUR = 3_600_000;
/** No call waits longer for the one before it. */
const TURN_MS = BOUND_MS + 500;

/** How many writes there were, in the author's mind: it makes their values. */
interface Written {
  readonly count: number;
}

type Write = { readonly client: NodeId; readonly again: boolean };

const write = (clients: readonly NodeId[]): Command<Written> =>
  defineCommand<Written, Write>({
    name: 'write',
    weight: 5,
    every: [false, true].flatMap((again) => clients.map((client) => ({ client, again }))),
    needs: ({ count }, { again }) => !again || count > 0,
    next: ({ count }, { again }) => ({ count: again ? count : count + 1 }),
    words: ({ client, again }) => `${client} writes ${again ? 'the first value again' : 'a new value'}`,
    run: (stage, { client, again }, { count }) =>
      callWhenFree(stage, client, 'write', [again ? 'v1' : `v${count + 1}`], TURN_MS),
  });

const read = (clients: readonly NodeId[]): Command<Written> =>
  defineCommand<Written, NodeId>({
    name: 'read',
    weight: 4,
    every: clients,
    words: (client) => `${client} reads`,
    run: (stage, client) => callWhenFree(stage, client, 'read', [], TURN_MS),
  });

/** All replicas restart, one after the other, each when it is idle: no time is without a majority. */
const restartAll = (replicas: readonly NodeId[]): Command<Written> =>
  defineCommand<Written>({
    name: 'restart all in turn',
    weight: 2,
    run(stage) {
      const over = stage.hold(replicas.length * 1_000);
      const next = (index: number): void => {
        const node = replicas[index];
        if (node === undefined) {
          over();
          return;
        }
        const atMs = stage.script.nowMs();
        stage.fault({ kind: 'crash', at: { node, atMs }, restartAfterMs: 60 });
        const look = (): void => {
          const isBack = stage.script.isStarted(node);
          if (isBack || stage.script.nowMs() > atMs + 900) next(index + 1);
          else stage.script.after(5, look);
        };
        stage.script.after(30, look);
      };
      const whenIdle = (): void => {
        if (replicas.every((node) => stage.openWrites(node) === 0)) next(0);
        else stage.script.after(5, whenIdle);
      };
      whenIdle();
    },
  });

/** When nothing is open any more, each client reads once; then the run ends. */
function lookAround(stage: Stage): void {
  const { script } = stage;
  const isOpen = (): boolean => CLIENTS.some((client) => stage.isBusy(client));
  const readInTurn = (index: number): void => {
    const client = CLIENTS[index];
    if (client === undefined) {
      script.note('over', null);
      script.end();
      return;
    }
    if (script.isStarted(client) && !stage.isBusy(client)) stage.call(client, 'read', []);
    const untilMs = script.nowMs() + BOUND_MS + 60;
    const look = (): void => {
      if (!stage.isBusy(client) || script.nowMs() > untilMs) readInTurn(index + 1);
      else script.after(5, look);
    };
    look();
  };
  const begin = (): void => {
    const overMs = script.faultsOverMs();
    const waitedMs = script.nowMs() - (overMs === Infinity ? script.nowMs() : overMs);
    if (overMs <= script.nowMs() && (!isOpen() || waitedMs > BOUND_MS + 100)) readInTurn(0);
    else script.after(20, begin);
  };
  begin();
}

/** A scenario for `n` replicas; what goes wrong there, besides. */
function drawn(n: number, runs: number, id: string, troubles: readonly Command<Written>[]) {
  const replicas = replicasOf(n);
  return defineScenario({
    id,
    title: 'Drawn reads, writes and faults',
    visible: false,
    category: 'drawn sequences',
    endMs: 70_000,
    nodes: () => cluster(replicas),
    link: () => ({ minMs: 2, maxMs: 9 }),
    disk: { minMs: 3, maxMs: 12 },
    script: () => undefined,
    mayCrash: mayCrashOf(replicas),
    commands: defineCommands<Written>({
      alphabet: [write(CLIENTS), read(CLIENTS), ...troubles],
      start: { count: 0 },
      length: { min: 3, max: 8 },
      gapsMs: [60, 0, 4, 11, 25],
      runs,
      fromMs: 20,
      finish: lookAround,
    }),
  });
}

/** Every sequence of writes and restarts of all: what one life leaves behind, the third has to understand. */
const everyRestart = defineScenario({
  id: 'commands-every-restart',
  title: 'Every sequence of writes and restarts',
  visible: false,
  category: 'drawn sequences',
  endMs: 30_000,
  nodes: () => cluster(replicasOf(3)),
  link: () => ({ minMs: 2, maxMs: 4 }),
  disk: { minMs: 3, maxMs: 6 },
  script: () => undefined,
  mayCrash: mayCrashOf(replicasOf(3)),
  commands: defineCommands<Written>({
    alphabet: [
      defineCommand<Written>({
        name: 'write',
        next: ({ count }) => ({ count: count + 1 }),
        run: (stage, _, { count }) => callWhenFree(stage, 'anna', 'write', [`v${count + 1}`], TURN_MS),
      }),
      restartAll(replicasOf(3)),
    ],
    start: { count: 0 },
    length: { min: 6, max: 9 },
    gapsMs: [60],
    exhaust: { length: 5 },
    runs: 10,
    fromMs: 20,
    finish: lookAround,
  }),
});

const few = replicasOf(3);
const everyone = [...few, ...CLIENTS];

export const drawnScenarios = [
  everyRestart,
  drawn(3, 90, 'commands-restarts', [
    restart({ nodes: few, restartAfterMs: 60, weight: 3 }),
    restartAll(few),
    crash({ nodes: few, restartAfterMs: [60, 400], openWritesMax: 1 }),
    crashAtStep({ nodes: few, restartAfterMs: 60, stepsMax: 8 }),
    cutOff({ nodes: few, from: everyone, forMs: [150, 600], weight: 2 }),
    slowDisk({ nodes: few, byMs: [120], forMs: 500 }),
    untilIdle({ nodes: few }),
    wait({ ms: [200] }),
  ]),
  drawn(3, 90, 'commands-network', [
    cutOff({ nodes: everyone, from: everyone, forMs: [40, 150, 600], weight: 3 }),
    loseNext({ name: 'lose the next request', kind: 'request', weight: 2 }),
    loseNext({ name: 'lose the next message', weight: 2 }),
    ...few.map((to) =>
      delayNext<Written>({ name: `delay the next message to ${to}`, to, byMs: [30, 300, 1_500] }),
    ),
    ...CLIENTS.map((to) =>
      delayNext<Written>({ name: `delay the next message to ${to}`, to, byMs: [30, 300] }),
    ),
    doubleNext({ afterMs: [1, 60, 700] }),
    pause({ nodes: CLIENTS, forMs: [100, 900] }),
    clockStep({ nodes: CLIENTS, byMs: [-HOUR, HOUR] }),
    slowDisk({ nodes: few, byMs: [120], forMs: 500 }),
    wait({ ms: [200] }),
  ]),
];
