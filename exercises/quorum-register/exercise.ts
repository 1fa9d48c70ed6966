import type { NodesExercise } from 'partial-failure/kit';

export default {
  kind: 'nodes',
  id: 'quorum-register',
  title: 'One value on several unreliable nodes',
  summary: 'Keep one value on several replicas, so that it looks like a single copy that never fails.',
  lesson: 'the-truth-is-defined-by-the-majority',
  version: 2,
  difficulty: 'hard',
  minutes: 90,
  prerequisites: ['no-reply'],
  roles: {
    replica: { export: 'Replica', shape: 'class' },
    client: { export: 'Client', shape: 'class' },
  },
  properties: [
    {
      id: 'linearizable',
      means:
        'Reads and writes look as if there were one copy, on which each takes effect at one instant between its call and its return.',
      kind: 'safety',
      points: 40,
    },
    {
      id: 'durable',
      means: 'It still looks like that when replicas crash and restart: what they had confirmed is not lost.',
      kind: 'safety',
      points: 30,
    },
    {
      id: 'available',
      means:
        'An operation finishes within 3,000 ms of good weather between its client and a majority of the replicas.',
      kind: 'liveness',
      points: 30,
    },
  ],
  systemModel: { timing: 'asynchronous', nodes: 'crash-recovery', network: 'fair-loss', clocks: 'stepping' },
  model: {
    timing: 'Asynchronous for safety: a message may take up to 2 s. Good weather after the last fault.',
    nodes:
      'Fewer than half of the replicas are down at a time; they restart with their disk, or never. Clients may pause for up to 10 s, and crash for good.',
    network:
      'Messages may be lost, delayed, doubled and overtaken; links may be cut in one direction or both.',
    clocks: 'Rates are off by at most 0.1 %. The time of day may step by up to an hour.',
    never: 'A lost or corrupted disk; forged or corrupted messages; a client with two operations open.',
  },
  limits: { eventsPerRun: 150_000 },
} satisfies NodesExercise;
