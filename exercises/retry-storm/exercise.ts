import type { NodesExercise } from 'partial-failure/kit';

export default {
  kind: 'nodes',
  id: 'retry-storm',
  title: 'Retry without a storm',
  summary: 'Fifty clients run your retry policy against one server that had a hiccup. It must recover.',
  lesson: 'timeouts-and-unbounded-delays',
  version: 1,
  difficulty: 'medium',
  minutes: 45,
  prerequisites: ['first-timeout'],
  roles: { client: { export: 'Client', shape: 'class' } },
  withhold: ['disk'],
  properties: [
    {
      id: 'recovers',
      means: 'Of the calls that begin 10 to 25 s after an outage, at least 90 % get their answer.',
      kind: 'liveness',
      points: 30,
    },
    {
      id: 'succeeds',
      means:
        'Without an outage, and from 25 s after one, at least 99 % of valid calls get their answer, also where messages are lost.',
      kind: 'liveness',
      points: 20,
    },
    {
      id: 'budget',
      means:
        'For the calls that begin in an outage at most 4 attempts a call are made, and 50 more; none after “invalid”.',
      kind: 'safety',
      points: 20,
    },
    {
      id: 'answers-in-time',
      means: 'A call ends within 5 s, with an answer of the server to it or with “gave-up”.',
      kind: 'liveness',
      points: 15,
    },
    {
      id: 'spread',
      means: 'After a wave of calls that fail together, no quarter of them is tried again within 10 ms.',
      kind: 'safety',
      points: 15,
    },
  ],
  systemModel: {
    timing: 'partially-synchronous',
    nodes: 'crash-recovery',
    network: 'fair-loss',
    clocks: 'exact',
    without: ['pause', 'duplicate', 'drop'],
  },
  model: {
    timing: 'A message takes 1 to 3 ms. The server takes 10 ms for a request, or 100 ms while it is slow.',
    nodes: 'The server may be silent for up to 60 s. Clients neither crash nor pause.',
    network: 'Where it is said, 1 % of the messages are lost in each direction.',
    clocks: 'The monotonic clock is off by at most 0.1 %.',
    never: 'Doubled messages; pauses; steps of the clocks; two servers.',
  },
  limits: { eventsPerRun: 400_000 },
} satisfies NodesExercise;
