import {
  defineScenario,
  type AttackTarget,
  type Fault,
  type Finding,
  type Run,
  type ScenarioNode,
} from 'partial-failure/kit';
import { appliedIn } from './facts.ts';
import { tell } from './words.ts';
import {
  firstClient,
  fromFive,
  fromOneLock,
  lock,
  lockNode,
  LOCK_NODES,
  secondClient,
  storage,
} from './peers.ts';

/** Longest pause, delay and downtime. */
const MOST_MS = 20_000;
const CLIENTS = ['client-1', 'client-2'];

type Menu = (fault: Fault) => boolean;

const isClient = (node: string): boolean => CLIENTS.includes(node);
const ofClients = (message: string): boolean => / client-[12]>/.test(message) && !message.startsWith('reply');

const clockStep: Menu = (fault) => fault.kind === 'clock-step' && Math.abs(fault.byMs) <= MOST_MS;
const drop: Menu = ({ kind }) => kind === 'drop';
const pause: Menu = (fault) => fault.kind === 'pause' && isClient(fault.at.node) && fault.forMs <= MOST_MS;
const delay: Menu = (fault) => fault.kind === 'delay' && ofClients(fault.message) && fault.byMs <= MOST_MS;
const duplicate: Menu = (fault) =>
  fault.kind === 'duplicate' && ofClients(fault.message) && fault.afterMs <= MOST_MS;
const restart =
  (nodes: readonly string[]): Menu =>
  (fault) =>
    fault.kind === 'crash' &&
    nodes.includes(fault.at.node) &&
    fault.restartAfterMs !== null &&
    fault.restartAfterMs <= MOST_MS &&
    fault.losesDisk === undefined;
const stepOf =
  (nodes: readonly string[]): Menu =>
  (fault) =>
    clockStep(fault) && 'at' in fault && nodes.includes(fault.at.node);

const anyOf =
  (...menu: readonly Menu[]): Menu =>
  (fault) =>
    menu.some((allows) => allows(fault));

const oneLock: readonly ScenarioNode[] = [{ id: 'lock', course: lock }];
const fiveLocks: readonly ScenarioNode[] = LOCK_NODES.map((id) => ({ id, course: lockNode }));
const clients = (acquire: () => Parameters<typeof firstClient>[0]): readonly ScenarioNode[] => [
  { id: 'client-1', course: firstClient(acquire()) },
  { id: 'client-2', course: secondClient(acquire()) },
];

interface System {
  readonly export: string;
  readonly property: string;
  readonly title: string;
  readonly nodes: readonly ScenarioNode[];
  readonly faultsMax: number;
  readonly menu: Menu;
  readonly unbreakable?: true;
}

/** Which flaw stands behind which letter is for the learner to find out. */
const SYSTEMS: readonly System[] = [
  {
    export: 'systemA',
    property: 'breaks-a',
    title: 'System A',
    nodes: [
      ...clients(() => fromOneLock('stopwatch')),
      ...oneLock,
      { id: 'storage', course: storage('none') },
    ],
    faultsMax: 2,
    menu: anyOf(pause, delay),
  },
  {
    export: 'systemB',
    property: 'breaks-b',
    title: 'System B',
    nodes: [
      ...clients(() => fromOneLock('stopwatch')),
      ...oneLock,
      { id: 'storage', course: storage('disk') },
    ],
    faultsMax: 4,
    menu: anyOf(pause, delay, duplicate, drop, clockStep, restart(['lock', 'storage'])),
    unbreakable: true,
  },
  {
    export: 'systemC',
    property: 'breaks-c',
    title: 'System C',
    nodes: [
      ...clients(() => fromOneLock('time of day')),
      ...oneLock,
      { id: 'storage', course: storage('none') },
    ],
    faultsMax: 2,
    menu: anyOf(clockStep, drop),
  },
  {
    export: 'systemD',
    property: 'breaks-d',
    title: 'System D',
    nodes: [...clients(fromFive), ...fiveLocks, { id: 'storage', course: storage('none') }],
    faultsMax: 4,
    menu: anyOf(drop, stepOf(LOCK_NODES), restart(LOCK_NODES)),
  },
  {
    export: 'systemE',
    property: 'breaks-e',
    title: 'System E',
    nodes: [
      ...clients(() => fromOneLock('stopwatch')),
      ...oneLock,
      { id: 'storage', course: storage('memory') },
    ],
    faultsMax: 3,
    menu: anyOf(pause, delay, duplicate, restart(['lock', 'storage'])),
  },
];

export default SYSTEMS.map(
  ({ export: name, property, title, nodes, faultsMax, menu, unbreakable }): AttackTarget => ({
    export: name,
    title,
    scenario: defineScenario({
      id: name,
      title,
      visible: true,
      category: 'attack',
      endMs: 40_000,
      clockOffsetMs: 0,
      driftPpm: 0,
      nodes: () => nodes,
      link: () => ({ minMs: 2, maxMs: 2 }),
      script: () => undefined,
    }),
    breaks: unbreakable === true ? null : 'grant-order',
    property,
    faultsMax,
    allows: menu,
    check,
    tell,
  }),
);

/** Whether a write of an earlier grant was applied after one of a later grant. */
export function check(run: Run): readonly Finding[] {
  let latest = 0;
  for (const { seq, client, grant } of appliedIn(run)) {
    if (grant < latest)
      return [{ property: 'grant-order', status: 'broken', code: 'older', events: [seq], data: { client } }];
    latest = grant;
  }
  return [{ property: 'grant-order', status: 'held' }];
}
