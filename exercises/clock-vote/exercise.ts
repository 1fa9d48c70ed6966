import type { FunctionExercise } from 'partial-failure/kit';

export default {
  kind: 'function',
  id: 'clock-vote',
  title: 'Ask several clocks, some of which are wrong',
  summary: 'Give the narrowest span of time that is right whenever a majority of the sources is.',
  lesson: 'byzantine-faults',
  version: 1,
  difficulty: 'medium',
  minutes: 30,
  prerequisites: ['Sorting and counting'],
  exports: ['agree'],
  // To try all subsets of fifteen sources is clumsy, and right.
  limits: { stepsPerTurn: 5_000_000 },
  properties: [
    {
      id: 'contains-truth',
      means: 'Every time that may be true while a majority of the sources is right lies in the answer.',
      kind: 'safety',
      points: 45,
    },
    {
      id: 'tight',
      means: 'The answer reaches no further than the earliest and the latest of these times.',
      kind: 'safety',
      points: 35,
    },
    {
      id: 'refuses',
      means: 'Where no majority can be right, the answer is undefined.',
      kind: 'safety',
      points: 20,
    },
  ],
} satisfies FunctionExercise;
