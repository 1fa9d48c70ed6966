import type { TraceEvent } from '../sim/trace.ts';

/** Kinds of events that are shown or hidden together. */
export const GROUPS = {
  messages: 'Messages',
  operations: 'Operations',
  disk: 'Disk',
  program: 'Logs and exceptions',
  timers: 'Timers',
  faults: 'Faults',
  starts: 'Starts',
  scenario: 'Scenario',
} as const;

/** Name of a group. */
export type Group = keyof typeof GROUPS;

/** Shown unless the reader asks otherwise. */
export const SHOWN_AT_FIRST: readonly Group[] = [
  'messages',
  'operations',
  'disk',
  'program',
  'timers',
  'faults',
];

/** The group of an event. */
export function groupOf(event: TraceEvent): Group {
  switch (event.kind) {
    case 'send':
    case 'deliver':
    case 'lost':
      return 'messages';
    case 'invoke':
    case 'return':
    case 'throw':
    case 'call':
      return 'operations';
    case 'disk-write':
    case 'disk-durable':
    case 'disk-read':
    case 'file-append':
    case 'file-truncate':
    case 'file-synced':
    case 'file-read':
      return 'disk';
    case 'log':
    case 'error':
    case 'shows':
      return 'program';
    case 'note':
      return event.node === '' ? 'scenario' : 'program';
    case 'timer':
      return 'timers';
    case 'boot':
    case 'started':
      return event.incarnation > 0 ? 'faults' : 'starts';
    case 'crash':
    case 'pause':
    case 'clock-step':
    case 'clock-rate':
    case 'slow-disk':
    case 'corrupt':
    case 'lie':
    case 'burst-loss':
    case 'silence':
    case 'small-inbox':
    case 'slow-node':
    case 'leap-second':
    case 'no-sync':
    case 'partition':
    case 'slow-link':
    case 'heal':
      return 'faults';
  }
}

/** Names of groups that a list of events has, in the order of {@link GROUPS}. */
export function groupsIn(events: readonly TraceEvent[]): Group[] {
  const found = new Set(events.map(groupOf));
  return ALL_GROUPS.filter((group) => found.has(group));
}

const ALL_GROUPS: readonly Group[] = [
  'messages',
  'operations',
  'disk',
  'program',
  'timers',
  'faults',
  'starts',
  'scenario',
];
