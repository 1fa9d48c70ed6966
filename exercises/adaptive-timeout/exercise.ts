import type { NodesExercise } from 'partial-failure/kit';

export default {
  kind: 'nodes',
  id: 'adaptive-timeout',
  title: 'A timeout that adapts',
  summary: 'Ask again when a reply is late, on a network that you have to measure while it changes.',
  lesson: 'timeouts-and-unbounded-delays',
  version: 1,
  difficulty: 'medium',
  minutes: 60,
  prerequisites: ['first-timeout'],
  roles: { client: { export: 'Client', shape: 'class' } },
  withhold: ['disk'],
  properties: [
    {
      id: 'answers',
      means:
        'A call asks at once, goes on asking at least every 8 s, and gives the first reply as soon as it is there.',
      kind: 'liveness',
      points: 20,
    },
    {
      id: 'prompt',
      means:
        'Where a request is lost, the next one follows soon, measured by the round trips of that network.',
      kind: 'liveness',
      points: 20,
    },
    {
      id: 'recovers',
      means: 'So it does again after a silence, after many losses, and when the network has become faster.',
      kind: 'liveness',
      points: 20,
    },
    {
      id: 'accuracy',
      means:
        'At most one call in ten asks again while a reply is on its way; none does where it could know better.',
      kind: 'safety',
      points: 25,
    },
    {
      id: 'restraint',
      means: 'A call makes at most 20 requests and 2 more for each second; none after it has ended.',
      kind: 'safety',
      points: 15,
    },
  ],
  systemModel: {
    timing: 'asynchronous',
    nodes: 'none',
    network: 'fair-loss',
    clocks: 'stepping',
    without: ['duplicate', 'delay', 'slow-link'],
  },
  model: {
    timing:
      'Asynchronous: round trips take 1 to 700 ms; they may vary ninefold, jump, creep up, or be long at every fourth request.',
    nodes: 'No node crashes or pauses.',
    network:
      'Requests and replies may be lost: single ones, 36 % of all exchanges at random, or all for up to 3 min.',
    clocks:
      'The monotonic clock is off by at most 0.1 %. The time of day may step by up to an hour, forward or back.',
    never: 'Doubled or forged messages; errors as replies.',
  },
  limits: { eventsPerRun: 200_000 },
} satisfies NodesExercise;
