import type { NodesExercise } from 'partial-failure/kit';

export default {
  kind: 'nodes',
  id: 'failure-detector',
  title: 'Suspect at the right time',
  summary: 'Watch heartbeats in networks that you are not told about, and say when a peer is probably dead.',
  lesson: 'timeouts-and-unbounded-delays',
  version: 1,
  difficulty: 'medium',
  minutes: 50,
  prerequisites: ['first-timeout'],
  roles: { observer: { export: 'FailureDetector', shape: 'class' } },
  withhold: ['disk', 'request'],
  properties: [
    {
      id: 'completeness',
      means: 'A peer that has crashed is suspected within six of its longest usual gaps, and from then on.',
      kind: 'liveness',
      points: 35,
    },
    {
      id: 'accuracy',
      means: 'A peer that lives is rarely suspected: at most so often in 1,000 heartbeats as the brief says.',
      kind: 'liveness',
      points: 45,
    },
    {
      id: 'recovery',
      means: 'After an outage the peer is trusted again from its third heartbeat on.',
      kind: 'liveness',
      points: 20,
    },
  ],
  systemModel: {
    timing: 'partially-synchronous',
    nodes: 'none',
    network: 'reliable',
    clocks: 'stepping',
    without: ['delay', 'slow-link', 'slow-node', 'slow-disk', 'clock-rate', 'no-sync', 'leap-second'],
  },
  model: {
    timing:
      'The peer sends a heartbeat every interval, 200 ms or 1 s. They come regularly, or varying, in batches, or half of them not at all; this changes within a run.',
    nodes: 'The peer may crash for good. The observer may be paused for up to 60 intervals.',
    network: 'Heartbeats are late, overtake each other and are lost, singly or up to 60 in a row.',
    clocks:
      'The monotonic clock is off by at most 0.1 %. The time of day may step by an hour, forward or back.',
    never: 'A peer that comes back; heartbeats that were not sent; a pause within a call.',
  },
  // A program may go over a thousand remembered gaps whenever it is asked.
  limits: { eventsPerRun: 80_000, stepsPerRun: 60_000_000, stepsPerGrading: 500_000_000 },
} satisfies NodesExercise;
