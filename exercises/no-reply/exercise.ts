import type { NodesExercise } from 'partial-failure/kit';

export default {
  kind: 'nodes',
  id: 'no-reply',
  title: 'Pay through a bank that may not answer',
  summary: 'Pay once, claim nothing that is not certain, and decide whenever it can be decided.',
  lesson: 'unreliable-networks',
  version: 2,
  difficulty: 'medium',
  minutes: 45,
  prerequisites: ['first-timeout'],
  roles: { payer: { export: 'pay', shape: 'function' } },
  properties: [
    {
      id: 'answers-in-time',
      means: 'Every call settles with "paid", "declined" or "unknown" within 10,000 ms (+ 100 ms of room).',
      kind: 'safety',
      points: 15,
    },
    {
      id: 'truthful',
      means: '"paid" is said only once the money has moved, "declined" only if it never will.',
      kind: 'safety',
      points: 25,
    },
    {
      id: 'at-most-once',
      means: 'Money moves at most once per payment, over all its attempts, calls and keys.',
      kind: 'safety',
      points: 25,
    },
    {
      id: 'decides',
      means: 'If the bank can be reached for 3 s before the deadline, the answer is not "unknown".',
      kind: 'liveness',
      points: 25,
    },
    {
      id: 'restraint',
      means: 'At most 25 requests a call, none after it has settled, no cancel in its first 7 s.',
      kind: 'safety',
      points: 10,
    },
  ],
  systemModel: { timing: 'asynchronous', nodes: 'crash-recovery', network: 'fair-loss', clocks: 'stepping' },
  model: {
    timing: 'Asynchronous: a request or a reply may take up to 60 s, longer than the deadline.',
    nodes:
      'The bank may crash, restart and pause; its ledger is durable and atomic. Your node may restart between calls, never during one, and never pauses.',
    network: 'Requests and replies may be lost, delayed, doubled and overtaken.',
    clocks:
      'The monotonic clock is off by at most 0.1 %. The time of day may step by up to an hour, forward or back.',
    never: 'A lying bank; forged or corrupted messages; a bank that forgets; a lost disk.',
  },
  limits: { eventsPerRun: 100_000 },
} satisfies NodesExercise;
