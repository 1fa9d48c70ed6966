import {
  combine,
  defineScenario,
  isJsonObject,
  type Decider,
  type NodeId,
  type ScenarioNode,
} from 'partial-failure/kit';
import { AUDITOR, client, LOCK, lockService, STORAGE, TTL_MS } from './peers.ts';
import { drawnScenarios } from './scenarios/commands.ts';
import { audit } from './scenarios/scripted.ts';
import { serviceScenarios } from './scenarios/service.ts';
import { storageScenarios } from './scenarios/storage.ts';
import { job, pauseBeforeWrite, threeWorkers, work, workerScenarios } from './scenarios/worker.ts';

/** All three parts are the submission's. */
const allParts = (workers: readonly NodeId[]): ScenarioNode[] => [
  { id: LOCK, role: 'service', args: [TTL_MS] },
  { id: STORAGE, role: 'storage' },
  ...workers.map((id) => ({ id, role: 'worker', args: [LOCK, STORAGE] })),
  { id: AUDITOR, course: client },
];

const calm = defineScenario({
  id: 'calm',
  title: 'Three workers, no faults',
  visible: true,
  category: 'good weather',
  endMs: 42_000,
  nodes: () => allParts(['A', 'B', 'C']),
  script: (script) => threeWorkers(script, 41_000),
});

const thirtyThree = defineScenario({
  id: 'thirty-three',
  title: '33 and 34: a holder is paused before it writes',
  visible: true,
  category: 'a late holder',
  endMs: 14_000,
  nodes: () => [
    { id: LOCK, course: lockService({ firstToken: 33 }) },
    ...allParts(['A', 'B']).filter(({ id }) => id !== LOCK),
  ],
  script(script) {
    work(script, 'A', 20, [job('job A1', { file: 'A was here' })]);
    work(script, 'B', 400, [job('job B1', { file: 'B was here' })]);
    audit(script, 13_000, ['file']);
  },
  direct: () => pauseBeforeWrite('A', 0, 5_000),
});

/** Crashes a node at the end of the instant at which the `nth` answer of it (from 0) that says ok has left. */
function crashAfterOk(node: NodeId, op: string, nth: number, restartAfterMs: number): Decider {
  let count = 0;
  const asked = new Set<string>();
  return {
    onEvent(event, view) {
      if (event.kind !== 'send') return;
      const { kind, key, body, to, answers, from } = event.message;
      if (!isJsonObject(body)) return;
      if (kind === 'request' && to === node && body['op'] === op) asked.add(key);
      if (kind !== 'reply' || from !== node || !asked.has(answers ?? '') || body['ok'] !== true) return;
      if (count++ !== nth) return;
      view.inject({ kind: 'crash', at: { node, atMs: view.nowUs() / 1000 }, restartAfterMs });
    },
  };
}

const storageRestarts = defineScenario({
  id: 'storage-restarts',
  title: 'The storage restarts before the late holder wakes up',
  visible: true,
  category: 'the storage restarts',
  endMs: 16_000,
  nodes: () => allParts(['A', 'B']),
  script(script) {
    work(script, 'A', 20, [job('job A1', { x: 'a1', y: 'a2' })]);
    work(script, 'B', 400, [job('job B1', { x: 'b1' })]);
    audit(script, 15_000, ['x', 'y']);
  },
  direct: () =>
    combine([
      pauseBeforeWrite('A', 1, 6_000),
      { given: [{ kind: 'crash', at: { node: STORAGE, atMs: 4_500 }, restartAfterMs: 300 }] },
    ]),
});

const serviceRestarts = defineScenario({
  id: 'service-restarts',
  title: 'The lock service restarts after a grant',
  visible: true,
  category: 'the lock service restarts',
  endMs: 38_000,
  nodes: () => allParts(['A', 'B']),
  script(script) {
    work(script, 'A', 20, [job('job A1', { x: 'a1', y: 'a2' })]);
    work(script, 'B', 300, [job('job B1', { x: 'b1' })]);
    audit(script, 37_000, ['x', 'y']);
  },
  direct: () => combine([crashAfterOk(LOCK, 'acquire', 0, 200), pauseBeforeWrite('A', 0, 1_500)]),
});

const lostReply = defineScenario({
  id: 'lost-write-reply',
  title: 'The answer to a write is lost',
  visible: true,
  category: 'a reply is lost',
  endMs: 38_000,
  nodes: () => allParts(['A', 'B']),
  script(script) {
    work(script, 'A', 20, [job('job A1', { x: 'a1', y: 'a2' })]);
    work(script, 'B', 4_000, [job('job B1', { x: 'b1' })]);
    audit(script, 37_000, ['x', 'y']);
  },
  direct(): Decider {
    let left = 1;
    return {
      onMessage({ kind, from, to, key }) {
        if (kind !== 'reply' || from !== STORAGE || to !== 'A' || left === 0) return [];
        left--;
        return [{ kind: 'drop', message: key }];
      },
    };
  },
});

const together = defineScenario({
  id: 'together-random',
  title: 'All three parts, anything at any time',
  visible: false,
  category: 'all three parts: anything at any time',
  endMs: 66_000,
  nodes: () => allParts(['A', 'B', 'C']),
  script: (script) => threeWorkers(script, 65_000),
  sample: {
    runs: 8,
    mix: {
      untilMs: 9_000,
      dropPercent: 25,
      duplicate: { percent: 20, after: { minMs: 1, maxMs: 3_500 } },
      delay: { percent: 20, by: { minMs: 10, maxMs: 6_000 } },
      crash: { nodes: ['A', 'B', 'C', LOCK, STORAGE], max: 4, restartAfter: { minMs: 20, maxMs: 2_500 } },
      pause: { nodes: ['A', 'B', 'C', LOCK, STORAGE], max: 3, forMs: { minMs: 100, maxMs: 8_000 } },
      clockStep: { nodes: ['A', 'B', 'C', LOCK, STORAGE], max: 3, byMs: 3_600_000 },
      partition: { nodes: ['A', 'B', 'C', LOCK, STORAGE], max: 2, forMs: { minMs: 200, maxMs: 5_000 } },
      slowDisk: { nodes: [LOCK, STORAGE], by: { minMs: 10, maxMs: 280 } },
    },
  },
});

export default [
  thirtyThree,
  storageRestarts,
  serviceRestarts,
  lostReply,
  calm,
  ...storageScenarios,
  ...serviceScenarios,
  ...workerScenarios,
  together,
  ...drawnScenarios,
];
