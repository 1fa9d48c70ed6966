import {
  defineFindings,
  EPOCH_MS,
  ofKind,
  type EventOf,
  type Run,
  type TraceEvent,
} from 'partial-failure/kit';
import { halfMaxMs, type CoordinatorId, type Plan } from './commands.ts';

interface Of {
  readonly [name: string]: string;
  readonly id: string;
  readonly at: string;
}

export const { broken, held, explain } = defineFindings({
  threw: { property: 'applies', says: (d: Of) => `The commit of ${d.id} at ${d.at} rejected.` },
  'no-number': {
    property: 'applies',
    says: (d: Of) => `The commit of ${d.id} at ${d.at} did not resolve with a number.`,
  },
  'not-written': {
    property: 'applies',
    says: (d: Of) =>
      `The commit of ${d.id} at ${d.at} ended, but nothing was written to the disk under “${d.id}”.`,
  },
  'written-twice': {
    property: 'applies',
    says: (d: Of) => `The commit of ${d.id} at ${d.at} wrote to the disk twice.`,
  },
  'another-written': {
    property: 'applies',
    says: (d: Of & { wrote: string; gave: string }) =>
      `The commit of ${d.id} at ${d.at} resolved with ${d.gave}, but wrote ${d.wrote} to the disk.`,
  },
  'not-durable': {
    property: 'applies',
    says: (d: Of) => `The commit of ${d.id} at ${d.at} ended before its write was durable.`,
  },
  'before-its-call': {
    property: 'in-interval',
    says: (d: Of & { gave: string; start: string }) =>
      `The commit of ${d.id} at ${d.at} was called at ${d.start} and took an earlier timestamp, ${d.gave}.`,
  },
  'not-yet-past': {
    property: 'in-interval',
    says: (d: Of & { gave: string; ack: string }) =>
      `The commit of ${d.id} at ${d.at} ended at ${d.ack}, when its timestamp ${d.gave} was still to come: a commit that begins now elsewhere may take a smaller one.`,
  },
  'late-timestamp': {
    property: 'prompt',
    says: (d: Of & { gave: string; start: string; latest: string }) =>
      `The commit of ${d.id} at ${d.at} was called at ${d.start} and took the timestamp ${d.gave}; its clock made none later than ${d.latest} necessary.`,
  },
  'late-end': {
    property: 'prompt',
    says: (d: Of & { gave: string; ack: string; bound: string }) =>
      `The commit of ${d.id} at ${d.at} took the timestamp ${d.gave} and ended at ${d.ack}; it could have been sure, and its write durable, by ${d.bound}.`,
  },
  open: { property: 'prompt', says: (d: Of) => `The commit of ${d.id} at ${d.at} never ended.` },
  'against-time': {
    property: 'external-consistency',
    says: (
      d: Of & { ack: string; gave: string; then: string; there: string; start: string; laterGave: string },
    ) =>
      `${d.id} at ${d.at} ended at ${d.ack} with the timestamp ${d.gave}. After that, at ${d.start}, ${d.then} began at ${d.there}, and took ${d.laterGave}.`,
  },
  twice: {
    property: 'unique',
    says: (d: Of & { other: string; gave: string }) =>
      `${d.at} gave the timestamp ${d.gave} to ${d.id} and to ${d.other}.`,
  },
});

/** An instant or a timestamp in words: in ms since the beginning of the run. */
export function clock(ms: number): string {
  const since = ms > EPOCH_MS / 2 ? ms - EPOCH_MS : ms;
  const [whole = '', rest] = String(Math.round(since * 1000) / 1000).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${rest === undefined ? '' : `.${rest}`} ms`;
}

/** A sentence for an event; `""` for one that is told by another. */
export function tell(event: TraceEvent, run: Run): string | undefined {
  switch (event.kind) {
    case 'invoke':
      return `${event.node} was asked to commit ${String(event.args[0])}${clockOf(event.node, run)}.`;
    case 'return': {
      const id = String(run.operations[event.op]?.args[0]);
      const gave = typeof event.value === 'number' ? clock(event.value) : JSON.stringify(event.value);
      return `The commit of ${id} at ${event.node} ended with the timestamp ${gave}.`;
    }
    case 'throw':
      return `The commit of ${String(run.operations[event.op]?.args[0])} at ${event.node} rejected: ${event.text}`;
    case 'disk-write':
      return `${event.node} wrote ${typeof event.value === 'number' ? clock(event.value) : JSON.stringify(event.value)} for ${event.key}.`;
    case 'disk-durable':
      return `The write for ${event.key} was durable at ${event.node}.`;
    default:
      return undefined;
  }
}

/** At a node's first commit, what its intervals are like. */
function clockOf(node: string, run: Run): string {
  const first = run.trace.filter(ofKind('invoke')).find((event: EventOf<'invoke'>) => event.node === node);
  const last = run.trace.at(-1);
  if (first === undefined || last === undefined) return '';
  const spec = (run.case as Plan).clocks[node as CoordinatorId];
  const { leanPercent: lean } = spec;
  const half = halfMaxMs(spec);
  const length = spec.growthPpm === 0 ? `${2 * half} ms long` : `${2 * spec.syncedMs} to ${2 * half} ms long`;
  const place =
    lean === undefined
      ? 'real time anywhere in them'
      : lean === 50
        ? 'real time in the middle'
        : lean === 0
          ? 'real time at their beginning'
          : lean === 100
            ? 'real time at their end'
            : `real time after ${lean} % of them`;
  return ` (its intervals are ${length}, ${place})`;
}
