import type { NodesExercise } from 'partial-failure/kit';

export default {
  kind: 'nodes',
  id: 'byzantine-generals',
  title: 'Four generals, one of them a traitor',
  summary: 'Agree on an order although one of you may lie: who commands, or who passes it on.',
  lesson: 'byzantine-faults',
  version: 1,
  difficulty: 'medium',
  minutes: 45,
  prerequisites: ['first-timeout'],
  roles: { general: { export: 'General', shape: 'class' } },
  withhold: ['disk', 'request'],
  properties: [
    {
      id: 'agreement',
      means: 'Loyal lieutenants never show different decisions, whatever a traitor says to whom.',
      kind: 'safety',
      points: 35,
    },
    {
      id: 'validity',
      means: 'The order of a loyal commander is the only decision that a loyal general ever shows.',
      kind: 'safety',
      points: 35,
    },
    {
      id: 'terminates',
      means: 'After 400 ms every loyal general has decided for one of the two orders.',
      kind: 'liveness',
      points: 20,
    },
    {
      id: 'two-rounds',
      means:
        'A loyal commander sends one order to each, a loyal lieutenant at most one relay, and nothing else.',
      kind: 'safety',
      points: 10,
    },
  ],
  systemModel: { timing: 'synchronous', nodes: 'byzantine', network: 'reliable', clocks: 'exact' },
  driftPpm: 0,
  model: {
    timing: 'Synchronous: a message of a loyal general takes less than 50 ms. All begin at the same time.',
    nodes:
      'At most one general is a traitor: it sends anything to anybody at any time, or nothing. The others neither crash nor pause.',
    network: 'Messages are neither lost nor doubled nor changed. Nobody can forge the name of a sender.',
    clocks: 'They run at the same rate, without steps.',
    never: 'A second traitor; drift, crashes, pauses, losses, copies, corruption.',
  },
} satisfies NodesExercise;
