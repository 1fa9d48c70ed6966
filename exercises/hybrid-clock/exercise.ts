import type { NodesExercise } from 'partial-failure/kit';

export default {
  kind: 'nodes',
  id: 'hybrid-clock',
  title: 'A clock that respects causality',
  summary:
    'Give every event a timestamp that is later than all that it could know of, and close to the time of day.',
  lesson: 'ordering-events',
  version: 1,
  difficulty: 'medium',
  minutes: 40,
  prerequisites: ['Lamport clocks'],
  roles: { clock: { export: 'HybridClock', shape: 'class' } },
  withhold: ['disk', 'request'],
  driftPpm: 200,
  properties: [
    {
      id: 'monotonic',
      means: 'Each event of a node has a later timestamp than the one before it.',
      kind: 'safety',
      points: 20,
    },
    {
      id: 'causal',
      means:
        'An event that receives a timestamp has a later one; only timestamps far in the future are refused.',
      kind: 'safety',
      points: 25,
    },
    {
      id: 'close',
      means: 'The wall of every timestamp is within 251 ms of real time.',
      kind: 'safety',
      points: 20,
    },
    {
      id: 'unique',
      means: 'Timestamps of different events differ, and all nodes put them into one order.',
      kind: 'safety',
      points: 15,
    },
    {
      id: 'bounded-counter',
      means:
        'A counter is at most four times the number of events with its wall that its event could know of.',
      kind: 'safety',
      points: 20,
    },
  ],
  systemModel: { timing: 'asynchronous', nodes: 'none', network: 'fair-loss', clocks: 'stepping' },
  model: {
    timing: 'Asynchronous: a timestamp may arrive minutes after it was made. A node may pause at any call.',
    nodes: 'Three nodes, which neither crash nor restart. One peer outside may have a broken clock.',
    network: 'Timestamps may be lost, late, overtaken and received twice.',
    clocks:
      'Each time of day is always within 250 ms of real time, and steps within that. The monotonic clock drifts by up to 200 parts in a million.',
    never: 'A crash; a changed timestamp; a peer that is ahead by more than 500 ms and less than a minute.',
  },
  limits: { eventsPerRun: 20_000 },
} satisfies NodesExercise;
