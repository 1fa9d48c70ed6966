import type { NodesExercise } from 'partial-failure/kit';

export default {
  kind: 'nodes',
  id: 'lease',
  title: 'A lease that ends in time',
  summary: 'Hold a lock for a limited time, and know for sure when you no longer hold it.',
  lesson: 'process-pauses',
  version: 1,
  difficulty: 'medium',
  minutes: 40,
  prerequisites: ['elapsed-time'],
  roles: { holder: { export: 'LeaseHolder', shape: 'class' } },
  withhold: ['disk'],
  properties: [
    {
      id: 'never-too-long',
      means:
        'While held() says true, the service has this node as the owner of the lock, and release() has not given it up.',
      kind: 'safety',
      points: 40,
    },
    {
      id: 'useful',
      means:
        'A granted lease is held for nine tenths of its time, and a call that is answered soon ends soon, whatever became of earlier calls.',
      kind: 'liveness',
      points: 30,
    },
    {
      id: 'speaks',
      means: 'Each call sends the one request that belongs to it, at once, and says true only after a grant.',
      kind: 'safety',
      points: 20,
    },
    {
      id: 'one-holder',
      means: 'held() never says true on two nodes at the same instant.',
      kind: 'safety',
      points: 10,
    },
  ],
  systemModel: {
    timing: 'asynchronous',
    nodes: 'none',
    network: 'fair-loss',
    clocks: 'stepping',
    without: ['slow-node', 'leap-second'],
  },
  driftPpm: 10_000,
  model: {
    timing:
      'Asynchronous: a message takes from 1 ms to 0.9 of the time to live. A holder may be paused anywhere, for as long as you like.',
    nodes: 'Two holders and one service, which do not crash.',
    network: 'Requests and replies may be lost, delayed, doubled and overtaken.',
    clocks:
      'The monotonic clocks of service and holders run at rates that are off by at most 1 %, and run on through a pause. The time of day may step at any moment.',
    never: 'A crash; a forged or corrupted message; a service that ends a lease early.',
  },
  limits: { eventsPerRun: 40_000 },
} satisfies NodesExercise;
