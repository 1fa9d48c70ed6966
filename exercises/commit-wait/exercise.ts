import type { NodesExercise } from 'partial-failure/kit';

export default {
  kind: 'nodes',
  id: 'commit-wait',
  title: 'Wait out the uncertainty',
  summary: 'Give transactions timestamps in the order of real time, with clocks that are only intervals.',
  lesson: 'ordering-events',
  version: 1,
  difficulty: 'medium',
  minutes: 35,
  prerequisites: ['first-timeout'],
  roles: { coordinator: { export: 'Coordinator', shape: 'class' } },
  withhold: ['request'],
  grant: ['interval'],
  // Sleeps keep to real time here: one that is worked out beforehand is right.
  driftPpm: 0,
  properties: [
    {
      id: 'applies',
      means:
        'A commit writes the timestamp that it resolves with to the disk, once, and resolves when it is durable.',
      kind: 'safety',
      points: 15,
    },
    {
      id: 'in-interval',
      means: 'A timestamp lies in real time between the call of its commit and its end.',
      kind: 'safety',
      points: 30,
    },
    {
      id: 'external-consistency',
      means:
        'If one commit has ended before another begins, on whatever nodes, it has the smaller timestamp.',
      kind: 'safety',
      points: 20,
    },
    {
      id: 'unique',
      means: 'The timestamps of one coordinator differ.',
      kind: 'safety',
      points: 15,
    },
    {
      id: 'prompt',
      means: 'A commit takes no later timestamp, and waits no longer, than its clock makes necessary.',
      kind: 'liveness',
      points: 20,
    },
  ],
  systemModel: { timing: 'partially-synchronous', nodes: 'none', network: 'reliable', clocks: 'bounded' },
  model: {
    timing:
      'Disk writes take up to 150 ms each. Sleeps end at most 1 ms late. A node may pause for up to 200 ms.',
    nodes: 'Three coordinators, which do not crash.',
    network: 'Not used.',
    clocks:
      'interval() always contains real time, anywhere in it. It is 2 to 100 ms long, grows, and shrinks at once. The monotonic clock is off by at most 0.1 %, the time of day by up to 50 ms.',
    never: 'A crash; a disk that fails; an interval without real time.',
  },
  limits: { eventsPerRun: 60_000 },
} satisfies NodesExercise;
