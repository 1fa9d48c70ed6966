/** A word of the field, as this course uses it: one meaning each. */
export interface GlossaryEntry {
  /** Names it in links. */
  readonly id: string;
  readonly term: string;
  /** In a sentence or two. */
  readonly means: string;
  /** The lesson that is about it. */
  readonly lesson?: string;
}

/** In alphabetical order. */
export const GLOSSARY: readonly GlossaryEntry[] = [
  {
    id: 'asynchronous',
    term: 'asynchronous',
    means:
      'Of a network: no bound is known for how long a message takes. It has nothing to do with async in code.',
    lesson: 'unreliable-networks',
  },
  {
    id: 'counterexample',
    term: 'counterexample',
    means: 'A run in which a program breaks a property, with as few faults as were found to suffice.',
    lesson: 'how-to-use',
  },
  {
    id: 'crash',
    term: 'crash',
    means: 'A node stops and loses its memory. After a restart it has what was on its disk.',
  },
  {
    id: 'fault',
    term: 'fault',
    means:
      'Something that goes wrong in one part of a system: a lost message, a pause, a crash, a clock that steps. Other parts go on.',
  },
  {
    id: 'fencing-token',
    term: 'fencing token',
    means:
      'A number that a lock service hands out with each grant, higher each time, so that storage can refuse whoever held the lock before.',
    lesson: 'fencing-tokens',
  },
  {
    id: 'history',
    term: 'history',
    means: 'The operations of a run as clients saw them: what was called and returned, and when.',
  },
  {
    id: 'idempotent',
    term: 'idempotent',
    means: 'Of an operation: to do it twice in a row has the effect of doing it once.',
    lesson: 'unreliable-networks',
  },
  {
    id: 'lease',
    term: 'lease',
    means: 'A lock that ends by itself after a time, so that a dead holder cannot keep it for ever.',
    lesson: 'fencing-tokens',
  },
  {
    id: 'linearizable',
    term: 'linearizable',
    means:
      'Of several copies: they look like one, on which each operation takes effect at one instant between its call and its return.',
    lesson: 'the-truth-is-defined-by-the-majority',
  },
  {
    id: 'liveness',
    term: 'liveness',
    means: 'A property that says that something good happens in the end. No run that is cut short breaks it.',
  },
  {
    id: 'majority',
    term: 'majority',
    means:
      'More than half of the nodes of a configuration, dead ones included. Two majorities share at least one node.',
    lesson: 'the-truth-is-defined-by-the-majority',
  },
  {
    id: 'message',
    term: 'message',
    means:
      'All that one node can learn of another comes in messages. They can be lost, late, doubled and overtaken.',
    lesson: 'unreliable-networks',
  },
  {
    id: 'monotonic-clock',
    term: 'monotonic clock',
    means:
      'A clock that never steps back. It measures how long something took, and says nothing of the time of day.',
  },
  {
    id: 'node',
    term: 'node',
    means: 'A process with its own memory and disk, which reaches others by messages alone.',
  },
  {
    id: 'partition',
    term: 'partition',
    means:
      'A cut in the network: some nodes cannot reach others, until it heals. It may be partial, or one-way.',
    lesson: 'unreliable-networks',
  },
  {
    id: 'pause',
    term: 'pause',
    means:
      'A node stands still for a while, for instance in a garbage collection, and goes on without having noticed.',
  },
  {
    id: 'property',
    term: 'property',
    means: 'What a program has to keep in every run. A grading looks for a run that breaks it.',
    lesson: 'how-to-use',
  },
  {
    id: 'quorum',
    term: 'quorum',
    means: 'So many nodes that any two such groups share one. A majority is the usual choice.',
    lesson: 'the-truth-is-defined-by-the-majority',
  },
  {
    id: 'run',
    term: 'run',
    means:
      'One execution of a program in the simulator. The same seed and the same faults give the same run.',
    lesson: 'how-to-use',
  },
  {
    id: 'safety',
    term: 'safety',
    means: 'A property that says that something bad never happens. One finite run is enough to break it.',
  },
  {
    id: 'system-model',
    term: 'system model',
    means: 'What can go wrong and what cannot: the bounds within which a program has to be right.',
  },
  {
    id: 'term',
    term: 'term',
    means: 'A number that grows with each election, so that one can tell an older leader from a newer one.',
    lesson: 'the-truth-is-defined-by-the-majority',
  },
  {
    id: 'time-of-day',
    term: 'time of day',
    means: 'What a clock on the wall says. It can step, forwards and back, when it is set.',
  },
  {
    id: 'timeout',
    term: 'timeout',
    means: 'A decision to stop waiting. It ends the wait and not the work.',
    lesson: 'unreliable-networks',
  },
];
