import type { NodesExercise } from 'partial-failure/kit';

export default {
  kind: 'nodes',
  id: 'byzantine-read',
  title: 'A true and fresh value, although some replicas lie',
  summary: 'Read what was written last, from replicas of which up to f may tell you anything.',
  lesson: 'byzantine-faults',
  version: 1,
  difficulty: 'medium',
  minutes: 60,
  prerequisites: ['first-timeout'],
  roles: { client: { export: 'Client', shape: 'class' } },
  withhold: ['disk'],
  properties: [
    {
      id: 'true-values',
      means: 'A read gives a value that somebody wrote, or `null`, never one that a liar made up.',
      kind: 'safety',
      points: 35,
    },
    {
      id: 'fresh',
      means: 'A read misses no write that had finished before the read began.',
      kind: 'safety',
      points: 40,
    },
    {
      id: 'available',
      means: 'Every read and every write resolves within 3,000 ms, whatever f liars do.',
      kind: 'liveness',
      points: 25,
    },
  ],
  systemModel: { timing: 'asynchronous', nodes: 'byzantine', network: 'reliable', clocks: 'stepping' },
  model: {
    timing: 'A message takes 1 to 200 ms, and may be overtaken by any other.',
    nodes:
      'There are 4f + 1 replicas, and at most f of them lie, the same ones all the time: any answer at any time, or none. Nobody crashes or pauses.',
    network: 'Messages are neither lost nor doubled nor changed. Nobody can answer for another.',
    clocks: 'Rates are off by at most 0.1 %. Times of day differ by up to a minute, and may step by as much.',
    never: 'A write that overlaps another operation; a liar among the clients; more than f liars.',
  },
} satisfies NodesExercise;
