import type { NodesExercise } from 'partial-failure/kit';

export default {
  kind: 'nodes',
  id: 'reliable-delivery',
  title: 'A reliable channel over an unreliable link',
  summary: 'Deliver everything that was sent, once and in order, over a link that loses, doubles and delays.',
  lesson: 'faults-and-partial-failure',
  version: 1,
  difficulty: 'medium',
  minutes: 45,
  prerequisites: ['first-timeout'],
  roles: {
    sender: { export: 'Sender', shape: 'class' },
    receiver: { export: 'Receiver', shape: 'class' },
  },
  withhold: ['disk', 'request'],
  properties: [
    {
      id: 'prefix',
      means:
        'What has been delivered is always a beginning of what was sent: nothing twice, left out or overtaken.',
      kind: 'safety',
      points: 40,
    },
    {
      id: 'eventually-delivered',
      means: 'Once the link works, everything that was sent is delivered within 15 s + 250 ms a payload.',
      kind: 'liveness',
      points: 40,
    },
    {
      id: 'restraint',
      means: 'Neither side floods the link, and both fall silent when everything has been delivered.',
      kind: 'safety',
      points: 20,
    },
  ],
  systemModel: {
    timing: 'asynchronous',
    nodes: 'none',
    network: 'fair-loss',
    clocks: 'exact',
    without: ['pause', 'slow-node', 'slow-disk', 'small-inbox'],
  },
  model: {
    timing: 'Asynchronous: a datagram may be held up for 60 s, and for longer.',
    nodes: 'Two nodes. Neither crashes, restarts or pauses.',
    network:
      'Datagrams may be lost, doubled, delayed and overtaken, in both directions. Nothing at all may pass for up to 30 minutes.',
    clocks: 'The monotonic clock is off by at most 0.1 %.',
    never: 'A corrupted or forged datagram; a crash.',
  },
  limits: { eventsPerRun: 200_000 },
} satisfies NodesExercise;
