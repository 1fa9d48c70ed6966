import type { NodesExercise } from 'partial-failure/kit';

export default {
  kind: 'nodes',
  id: 'elapsed-time',
  title: 'Sessions that expire on time',
  summary: 'Let sessions end after their time, although clocks step, drift and start anew.',
  lesson: 'unreliable-clocks',
  version: 1,
  difficulty: 'easy',
  minutes: 25,
  prerequisites: ['first-timeout'],
  roles: { service: { export: 'Sessions', shape: 'class' } },
  withhold: ['request'],
  properties: [
    {
      id: 'expires',
      means: 'A session is not valid after its time to live, and an id that was never created is not valid.',
      kind: 'safety',
      points: 40,
    },
    {
      id: 'lasts',
      means: 'Without a restart, a session is valid until 0.3 % and 5 ms before the end of its time to live.',
      kind: 'liveness',
      points: 30,
    },
    {
      id: 'after-restart',
      means: 'A session from before a restart is not valid after its time to live either.',
      kind: 'safety',
      points: 30,
    },
  ],
  systemModel: {
    timing: 'asynchronous',
    nodes: 'crash-recovery',
    network: 'reliable',
    clocks: 'stepping',
    without: ['pause', 'slow-node'],
  },
  driftPpm: 1000,
  model: {
    timing: 'One process. A disk operation may take up to 5 s. The process never pauses.',
    nodes:
      'It may crash at any moment, also inside start() and create(), and restarts after 0 to 10 minutes.',
    network: 'None.',
    clocks:
      'The monotonic clock is off by at most 0.1 %, at a rate that may change, and starts anywhere after a restart. The time of day may step by up to a day, forward or back, and has leap seconds.',
    never: 'A pause; a suspended machine; a lost or corrupted disk.',
  },
} satisfies NodesExercise;
