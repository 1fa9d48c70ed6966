import type { NodesExercise } from 'partial-failure/kit';

export default {
  kind: 'nodes',
  id: 'lock-service',
  title: 'A lock one can trust',
  summary: 'Replicas, majorities, leases, tokens: a lock service that survives every fault of the course.',
  lesson: 'capstone',
  version: 1,
  difficulty: 'hard',
  minutes: 180,
  prerequisites: ['lease', 'fencing-token', 'quorum-register'],
  roles: {
    replica: { export: 'Replica', shape: 'class' },
    client: { export: 'LockClient', shape: 'class' },
  },
  driftPpm: 10_000,
  properties: [
    {
      id: 'tokens-increase',
      means:
        'Each grant has a token of its own, greater than those of all grants that ended before its call.',
      kind: 'safety',
      points: 25,
    },
    {
      id: 'no-forgotten-grant',
      means:
        'Nobody is granted the lock while the lease of another runs; renew is true only if nobody was granted since.',
      kind: 'safety',
      points: 30,
    },
    {
      id: 'mutual-exclusion-at-storage',
      means: 'Writes of two grants never mix at the storage, and none of an older one follows a newer.',
      kind: 'safety',
      points: 15,
    },
    {
      id: 'available',
      means:
        'A lock that is free is granted within 20 s; who waits gets it within 60 s of the last fault; renew and release settle within 5 s.',
      kind: 'liveness',
      points: 30,
    },
  ],
  systemModel: {
    timing: 'asynchronous',
    nodes: 'crash-recovery',
    network: 'fair-loss',
    clocks: 'stepping',
  },
  model: {
    timing:
      'Messages take up to 10 s, disk writes up to 300 ms, pauses up to 10 s. In good weather 1 to 50 ms and up to 20 ms.',
    nodes:
      'Five replicas, or three: a minority may be down at a time, or for good. Three clients crash, come back and pause.',
    network:
      'Messages are lost, delayed, doubled and overtaken; any links may be cut, in one direction too, for up to 100 s.',
    clocks: 'The monotonic clock is off by at most 1 %. The time of day steps by days.',
    never: 'A lost disk; lies; corrupted or forged messages.',
  },
  limits: { eventsPerRun: 120_000 },
} satisfies NodesExercise;
