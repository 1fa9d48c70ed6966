import type { AttackExercise } from 'partial-failure/kit';

export default {
  kind: 'attack',
  id: 'break-the-lock',
  title: 'Break the lock',
  summary:
    'You are the fault: break four locks with as few faults as you can, and recognise the one that cannot be broken.',
  lesson: 'process-pauses',
  version: 1,
  difficulty: 'medium',
  minutes: 40,
  prerequisites: ['lease'],
  exports: ['systemA', 'systemB', 'systemC', 'systemD', 'systemE'],
  properties: [
    {
      id: 'breaks-a',
      means:
        'Under your faults a write of an earlier grant lands on one of a later grant in system A, or you say that none can.',
      kind: 'safety',
      points: 20,
    },
    { id: 'breaks-b', means: 'The same for system B.', kind: 'safety', points: 20 },
    { id: 'breaks-c', means: 'The same for system C.', kind: 'safety', points: 20 },
    { id: 'breaks-d', means: 'The same for system D.', kind: 'safety', points: 20 },
    { id: 'breaks-e', means: 'The same for system E.', kind: 'safety', points: 20 },
  ],
} satisfies AttackExercise;
