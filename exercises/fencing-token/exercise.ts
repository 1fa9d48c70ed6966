import type { NodesExercise } from 'partial-failure/kit';

export default {
  kind: 'nodes',
  id: 'fencing-token',
  title: 'A lock that storage can trust',
  summary: 'Build the lock service, the storage and the worker, so that a late holder does no harm.',
  lesson: 'fencing-tokens',
  version: 2,
  difficulty: 'hard',
  minutes: 120,
  prerequisites: ['no-reply'],
  roles: {
    service: { export: 'LockService', shape: 'class' },
    storage: { export: 'Storage', shape: 'class' },
    worker: { export: 'Worker', shape: 'class' },
  },
  properties: [
    {
      id: 'stale-writes-refused',
      means:
        'The storage refuses an operation whose token is below its mark, and acts as if operations came one by one, also across crashes.',
      kind: 'safety',
      points: 25,
    },
    {
      id: 'holder-can-write',
      means: 'The storage answers every operation, and says ok to the newest token.',
      kind: 'liveness',
      points: 10,
    },
    {
      id: 'tokens-increase',
      means: 'No two grants share a token, and a grant asked for after another was given has a greater one.',
      kind: 'safety',
      points: 15,
    },
    {
      id: 'one-holder',
      means: 'The lock service gives the lock to nobody else while a lease runs.',
      kind: 'safety',
      points: 15,
    },
    {
      id: 'grants',
      means: 'The lock service gives a free lock to whoever asks, and answers every request.',
      kind: 'liveness',
      points: 10,
    },
    {
      id: 'no-lost-job',
      means:
        '"done" is said only when every write was acknowledged, and what was written stays until somebody newer replaces it.',
      kind: 'safety',
      points: 15,
    },
    {
      id: 'finishes',
      means:
        'A run ends: alone in good weather with "done", and with "lost-lock" only after the lock was lost.',
      kind: 'liveness',
      points: 10,
    },
  ],
  model: {
    timing:
      'Partially synchronous: messages may be late by up to 10 s, disks slow by up to 300 ms. In good weather a message takes at most 50 ms and a disk operation at most 20 ms.',
    nodes:
      'All of them may crash and restart with their disks, and may be paused for up to 10 s, at any await and any call into the node.',
    network: 'Messages may be lost, late, doubled and overtaken. A worker may be cut off for up to 80 s.',
    clocks:
      'Clocks run up to 1 % too fast or too slow. The time of day may step, by up to a day, either way.',
    never: 'A lost or corrupted disk; corrupted or forged messages; a node that lies.',
  },
  systemModel: {
    timing: 'partially-synchronous',
    nodes: 'crash-recovery',
    network: 'fair-loss',
    clocks: 'stepping',
  },
  driftPpm: 10_000,
  // Up to two minutes of virtual time, with five nodes that may look for something every 10 ms.
  limits: { eventsPerRun: 80_000 },
} satisfies NodesExercise;
