import type { NodesExercise } from 'partial-failure/kit';

export default {
  kind: 'nodes',
  id: 'first-timeout',
  title: 'Your first timeout',
  summary: 'Ask another node and wait for the reply, but no longer than you choose.',
  lesson: 'how-to-use',
  version: 2,
  difficulty: 'easy',
  minutes: 10,
  prerequisites: ['TypeScript with async and await'],
  roles: { asker: { export: 'askWithin', shape: 'function' } },
  properties: [
    {
      id: 'answers',
      means: 'A call gives its reply when that comes in time, whatever its value, and only then.',
      kind: 'safety',
      points: 40,
    },
    {
      id: 'gives-up',
      means: 'A call without a reply in time resolves with "timeout" when its time is up.',
      kind: 'liveness',
      points: 30,
    },
    {
      id: 'late-reply-ignored',
      means: 'A reply that comes too late changes nothing: not for its own call, not for a later one.',
      kind: 'safety',
      points: 20,
    },
    {
      id: 'one-request',
      means: 'A call sends its question once, unchanged, and nothing else, also when no reply comes.',
      kind: 'safety',
      points: 10,
    },
  ],
  systemModel: { timing: 'asynchronous', nodes: 'crash-recovery', network: 'fair-loss', clocks: 'stepping' },
  model: {
    timing:
      'Asynchronous: a request or a reply may take up to 60 s, and the other node may take any time to answer.',
    nodes: 'The other nodes may crash, restart and pause. The node that asks does none of this.',
    network: 'Requests and replies may be lost, delayed, doubled and overtaken.',
    clocks:
      'The monotonic clock is off by at most 0.1 %. The time of day may step by up to an hour, forward or back.',
    never: 'Forged or corrupted messages; a crash or a pause of the node that asks.',
  },
  limits: { eventsPerRun: 40_000 },
} satisfies NodesExercise;
