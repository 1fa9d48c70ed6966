import type { FunctionExercise } from 'partial-failure/kit';

export default {
  kind: 'function',
  id: 'safety-and-liveness',
  title: 'Write the judges',
  summary: 'Judge recorded traces of a token service: uniqueness, monotonicity, availability.',
  lesson: 'system-models',
  version: 1,
  difficulty: 'medium',
  minutes: 45,
  prerequisites: ['fencing-token'],
  exports: ['uniqueness', 'monotonicity', 'availability', 'classification'],
  properties: [
    {
      id: 'sound',
      means: 'A judge says nothing against a trace that keeps its property.',
      kind: 'safety',
      points: 30,
    },
    {
      id: 'complete',
      means: 'A judge speaks up against every trace that breaks its property.',
      kind: 'safety',
      points: 30,
    },
    {
      id: 'points-at-it',
      means: 'A judge that is right to speak up points at the first event that breaks the property.',
      kind: 'safety',
      points: 20,
    },
    {
      id: 'classified',
      means: 'Each of the eight statements is told to be safety or liveness, rightly.',
      kind: 'safety',
      points: 20,
    },
  ],
} satisfies FunctionExercise;
