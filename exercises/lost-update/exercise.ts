import type { NodesExercise } from 'partial-failure/kit';

export default {
  kind: 'nodes',
  id: 'lost-update',
  title: 'Keep every write that nobody replaced',
  summary:
    'Build a replica that keeps writes made without knowing of each other, and drops those that were replaced.',
  lesson: 'ordering-events',
  version: 1,
  difficulty: 'hard',
  minutes: 60,
  prerequisites: ['happens-before', 'version vectors'],
  roles: { replica: { export: 'Replica', shape: 'class' } },
  withhold: ['disk', 'request'],
  properties: [
    {
      id: 'no-lost-write',
      means:
        'A get gives the value of every write that the replica knows of and that none it knows of has replaced.',
      kind: 'safety',
      points: 35,
    },
    {
      id: 'no-sibling-explosion',
      means: 'A value that a put at this replica has replaced is not given by its next gets.',
      kind: 'safety',
      points: 20,
    },
    {
      id: 'no-resurrection',
      means:
        'No other value is given: what was replaced does not come back, whatever is merged, and whenever.',
      kind: 'safety',
      points: 30,
    },
    {
      id: 'converges',
      means: 'After two rounds of exchange between all replicas, all of them give the same values.',
      kind: 'safety',
      points: 15,
    },
  ],
  systemModel: {
    timing: 'asynchronous',
    nodes: 'none',
    network: 'fair-loss',
    clocks: 'stepping',
  },
  model: {
    timing: 'Asynchronous: a state may be merged at any time after it was taken; replicas may pause.',
    nodes: 'Replicas neither crash nor forget.',
    network: 'States may be lost, merged twice, late, out of order, and into the replica they came from.',
    clocks: 'The time of day may be wrong by ten minutes and step by an hour, forward or back.',
    never: 'A crash; a changed state or context; a context used under another key.',
  },
  limits: { eventsPerRun: 20_000 },
} satisfies NodesExercise;
