import {
  defineFindings,
  EPOCH_MS,
  type EventOf,
  type Operation,
  type Run,
  type TraceEvent,
} from 'partial-failure/kit';
import { factsOf } from './facts.ts';
import { OUTSIDE, timestampOf, type Stamp } from './commands.ts';

export const { broken, held, explain } = defineFindings({
  'no-timestamp': {
    property: 'monotonic',
    says: (d: { method: string; at: string }) =>
      `${d.method} at ${d.at} gave no timestamp: an object with wall, counter and node.`,
  },
  malformed: {
    property: 'unique',
    says: (d: { at: string; gave: string }) =>
      `${d.at} gave ${d.gave}. Wall and counter must be whole numbers from 0, and node the id of the node itself.`,
  },
  'not-later': {
    property: 'monotonic',
    says: (d: { at: string; first: string; then: string; says: string }) =>
      `${d.at} gave ${d.first} and after it ${d.then}, but compare of the two ${d.says}.`,
  },
  'not-after-remote': {
    property: 'causal',
    says: (d: { at: string; remote: string; gave: string; says: string }) =>
      `${d.at} received ${d.remote} and gave ${d.gave}, but compare of the two ${d.says}.`,
  },
  refused: {
    property: 'causal',
    says: (d: { at: string; remote: string }) =>
      `${d.at} refused ${d.remote}, which was not more than 500 ms ahead of its time of day.`,
  },
  'wild-accepted': {
    property: 'causal',
    says: (d: { at: string; remote: string; aheadMs: number }) =>
      `${d.at} took ${d.remote}, which was ${grouped(d.aheadMs)} ms ahead of real time.`,
  },
  off: {
    property: 'close',
    says: (d: { at: string; gave: string; offMs: number; side: string }) =>
      `${d.at} gave ${d.gave}, whose wall is ${grouped(d.offMs)} ms ${d.side} real time. No clock is off by more than 250 ms.`,
  },
  equal: {
    property: 'unique',
    says: (d: { first: string; second: string; says: string }) =>
      `${d.first} and ${d.second} belong to different events, but compare of the two ${d.says}.`,
  },
  'not-itself': {
    property: 'unique',
    says: (d: { first: string; second: string; says: string }) =>
      `compare of ${d.first} with itself ${d.says}.`,
  },
  'both-ways': {
    property: 'unique',
    says: (d: { first: string; second: string; says: string }) =>
      `compare of ${d.first} and ${d.second} ${d.says}, and the other way round it does not say the opposite.`,
  },
  circle: {
    property: 'unique',
    says: (d: { first: string; second: string; third: string }) =>
      `compare puts ${d.first} before ${d.second}, and that before ${d.third}, but not the first before the last.`,
  },
  'counter-grows': {
    property: 'bounded-counter',
    says: (d: { at: string; gave: string; counter: number; known: number }) =>
      `${d.at} gave ${d.gave}: a counter of ${d.counter}, although its event could know of only ${d.known} with this wall, itself included.`,
  },
});

/**
 * A timestamp in words: walls as ms since the beginning of the run, so that they can be read beside the story; those
 * that are no time of this century as they are.
 */
export function textOf({ wall, counter, node }: Stamp): string {
  return `(${grouped(wall > EPOCH_MS / 2 ? wall - EPOCH_MS : wall)}, ${counter}, ${node})`;
}

/** A sentence for an event; `""` for one that is told by another. */
export function tell(event: TraceEvent, run: Run): string | undefined {
  switch (event.kind) {
    case 'invoke':
    case 'error':
      return '';
    case 'throw':
      return `${run.operations[event.op]?.method ?? 'The call'} threw at ${event.node}: ${event.text}`;
    case 'return':
      return tellReturn(event, run);
    default:
      return undefined;
  }
}

function tellReturn({ op, node, atUs }: EventOf<'return'>, run: Run): string | undefined {
  const operation = run.operations[op];
  if (operation === undefined) return undefined;
  const stamp = timestampOf(operation.value);
  const gave = stamp === undefined ? JSON.stringify(operation.value ?? null) : textOf(stamp);
  if (operation.method !== 'receive')
    return `${node} made the event ${gave}, at ${clockOf(operation, atUs)} of real time.`;
  const remote = timestampOf(operation.args[0]);
  const from = remote?.node === OUTSIDE ? ' from outside' : senderOf(op, run);
  const what = remote === undefined ? 'a timestamp' : textOf(remote);
  return stamp === undefined && operation.value === null
    ? `${node} refused ${what}${from}.`
    : `${node} received ${what}${from} and made the event ${gave}.`;
}

function clockOf({ invokedUs }: Operation, atUs: number): string {
  const [from, until] = [invokedUs, atUs].map((us) => grouped(Math.floor(us / 1000)));
  return from === until ? `${from ?? ''} ms` : `${from ?? ''} to ${until ?? ''} ms`;
}

function senderOf(op: number, run: Run): string {
  const sender = factsOf(run).events.find((event) => event.operation.id === op)?.sender;
  return sender === undefined ? '' : ` from ${sender.operation.node}`;
}

function grouped(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}
