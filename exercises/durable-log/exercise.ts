import type { NodesExercise } from 'partial-failure/kit';

export default {
  kind: 'nodes',
  id: 'durable-log',
  title: 'A log that survives a crash',
  summary: 'Append records to a file, so that what was acknowledged is there after a crash at any instant.',
  lesson: 'system-models',
  version: 1,
  difficulty: 'hard',
  minutes: 60,
  prerequisites: ['first-timeout'],
  roles: { log: { export: 'Log', shape: 'class' } },
  grant: ['file'],
  withhold: ['disk', 'request'],
  properties: [
    {
      id: 'durable',
      means: 'What append has acknowledged is at its index in every later read, whatever crashes in between.',
      kind: 'safety',
      points: 35,
    },
    {
      id: 'no-ghosts',
      means: 'A read shows only records that were appended, each at most once.',
      kind: 'safety',
      points: 20,
    },
    {
      id: 'prefix',
      means:
        'Records stand in the order of their calls, without a gap within a life; what a later life has once shown of an earlier one never changes.',
      kind: 'safety',
      points: 20,
    },
    {
      id: 'recovers',
      means: 'After a restart the log is ready within 5 s, whatever the crash has left of the file.',
      kind: 'liveness',
      points: 15,
    },
    {
      id: 'accepts',
      means: 'An append resolves within 5 s, unless the node crashes.',
      kind: 'liveness',
      points: 10,
    },
  ],
  systemModel: {
    storage: 'torn',
    timing: 'asynchronous',
    nodes: 'crash-recovery',
    network: 'reliable',
    clocks: 'exact',
    without: ['pause', 'slow-node', 'slow-disk', 'small-inbox'],
  },
  model: {
    timing: 'Calls into the file take 1 ms, sync takes 5 to 20 ms.',
    nodes: 'One node, which crashes and restarts at any instant, also while it starts, any number of times.',
    network: 'There is none.',
    clocks: 'You need none.',
    never: 'Errors of the file, damage to what was synced, pauses, a lost disk.',
  },
  limits: { eventsPerRun: 40_000 },
} satisfies NodesExercise;
