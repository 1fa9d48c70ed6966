import type { NodesExercise } from 'partial-failure/kit';
import { DRIFT_PPM } from './bounds.ts';

export default {
  kind: 'nodes',
  id: 'leader-election',
  title: 'One leader at a time',
  summary:
    'Elect a leader by majority, so that no term ever has two, and a leader who is cut off steps down.',
  lesson: 'the-truth-is-defined-by-the-majority',
  version: 1,
  difficulty: 'hard',
  minutes: 90,
  prerequisites: ['first-timeout'],
  roles: { candidate: { export: 'Candidate', shape: 'class', shows: ['role', 'term'] } },
  withhold: ['request'],
  properties: [
    {
      id: 'one-leader-per-term',
      means: 'For each term, at most one node ever claims to lead it.',
      kind: 'safety',
      points: 30,
    },
    {
      id: 'by-majority',
      means:
        'When a node first claims a term, a majority of all nodes, itself included, has entered that term.',
      kind: 'safety',
      points: 20,
    },
    {
      id: 'terms-grow',
      means: 'term() of a node never falls, not even by a crash.',
      kind: 'safety',
      points: 15,
    },
    {
      id: 'deposed-leaders-step-down',
      means:
        'A leader steps down soon after it hears from the leader of a higher term, or when no majority reaches it any more.',
      kind: 'safety',
      points: 15,
    },
    {
      id: 'elects',
      means: 'At most 10 s after the last fault there is one leader, known to a majority, and it stays.',
      kind: 'liveness',
      points: 20,
    },
  ],
  systemModel: {
    timing: 'partially-synchronous',
    nodes: 'crash-recovery',
    network: 'fair-loss',
    clocks: 'stepping',
    without: ['slow-node', 'leap-second', 'small-inbox'],
  },
  driftPpm: DRIFT_PPM,
  model: {
    timing:
      'Partially synchronous. Until the last fault a message may take up to 1 s, a disk operation up to 200 ms more, a pause up to 5 s; after it, 1 to 50 ms and at most 20 ms.',
    nodes:
      'Three, four or five. They crash and restart with their disk; fewer than half of them are down at a time, and as many may stay down.',
    network:
      'Messages may be lost, delayed, doubled and overtaken; links may be cut in one direction or both, for up to 60 s.',
    clocks: 'Rates are off by at most 1 %. The time of day may step by up to an hour.',
    never: 'A lost or corrupted disk; a forged or corrupted message.',
  },
  limits: { eventsPerRun: 60_000 },
} satisfies NodesExercise;
