import type { NodeId } from '../api.ts';
import { linksBetween, type Fault, type MessageKey, type Moment } from '../sim/fault.ts';
import type { Message, TraceEvent } from '../sim/trace.ts';
import type { NoCrash } from './no-crash-log.ts';

/** As much of a run as is needed to say which faults are possible in it. */
export interface SeenRun {
  readonly nodes: readonly { readonly id: NodeId }[];
  readonly events: readonly TraceEvent[];
  /** Faults that happened. */
  readonly faults: readonly Fault[];
  readonly endUs: number;
  /** By `seq`: the step behind an event, or -1. */
  readonly steps?: readonly number[];
  /** When the scenario does not let a node crash. Absent: not known, as if it always did. */
  readonly noCrash?: readonly NoCrash[];
}

/** Numbers of faults that nobody has chosen yet, in ms: long beside a message's flight, short beside a run. */
const DELAY_MS = 500;
const COPY_AFTER_MS = 50;
const PAUSE_MS = 500;
const RESTART_MS = 500;
const CUT_MS = 1_000;
const CLOCK_MS = 1_000;

/**
 * The faults that could strike at an event: at its message, at its node just before it, on the way between its nodes.
 * Each of them, added to those that happened, happens too when the run is made again.
 */
export function offersAtEvent(run: SeenRun, event: TraceEvent): Fault[] {
  const message = messageOf(event);
  if (message === undefined) return offersAtNode(run, event);
  return [
    ...offersAtMessage(run, message.key),
    ...offersAtNode(run, event),
    ...cutAt(event, linksBetween([message.from], [message.to])),
    ...cutOff(run, event.node, event.atUs),
  ];
}

/**
 * The faults that could strike a node at an instant, or for a span of time; like {@link offersAtEvent}, each of them
 * happens.
 */
export function offersOnLane(run: SeenRun, node: NodeId, fromUs: number, untilUs = fromUs): Fault[] {
  const forMs = untilUs > fromUs ? (untilUs - fromUs) / 1000 : undefined;
  const at = { node, atMs: fromUs / 1000 };
  const dueUs = strikesAt(run, node, fromUs);
  const struck: Fault[] =
    dueUs === undefined
      ? []
      : [
          { kind: 'pause', at, forMs: forMs ?? PAUSE_MS },
          ...crashes(run, at, lastUntil(run, dueUs), forMs ?? RESTART_MS),
        ];
  return [...struck, ...cutOff(run, node, fromUs, forMs), ...clockSteps(at)];
}

/** The message that an event is about, if a fault can still be decided at it. */
function messageOf(event: TraceEvent): Message | undefined {
  switch (event.kind) {
    case 'send':
    case 'deliver':
    case 'lost':
      return event.message;
    default:
      return undefined;
  }
}

function offersAtMessage({ events, faults }: SeenRun, key: MessageKey): Fault[] {
  const had = new Set<Fault['kind']>();
  for (const fault of faults) if ('message' in fault && fault.message === key) had.add(fault.kind);
  if (had.has('drop') || isLostAtOnce(events, key)) return [];
  const all: Fault[] = [
    { kind: 'drop', message: key },
    { kind: 'delay', message: key, byMs: DELAY_MS },
    { kind: 'duplicate', message: key, afterMs: COPY_AFTER_MS },
    { kind: 'corrupt', message: key, draw: 0 },
  ];
  return all.filter(({ kind }) => !had.has(kind));
}

/** Whether the network lost it before anything else could be decided. */
function isLostAtOnce(events: readonly TraceEvent[], key: MessageKey): boolean {
  const sent = events.findIndex((event) => event.kind === 'send' && event.message.key === key);
  const next = events[sent + 1];
  return next?.kind === 'lost' && next.message.key === key && next.cause === sent && next.why !== 'drop';
}

/** At the node of an event: just before it where its step is known, else right after its instant. */
function offersAtNode(run: SeenRun, { seq, node, incarnation, atUs }: TraceEvent): Fault[] {
  if (node === '') return [];
  const step = run.steps?.[seq] ?? -1;
  if (step < 0) return offersOnLane(run, node, atUs);
  const at: Moment = { node, incarnation, step };
  return [
    { kind: 'pause', at, forMs: PAUSE_MS },
    ...crashes(run, at, seq - 1, RESTART_MS),
    ...clockSteps({ node, atMs: before(atUs) }),
  ];
}

/** Crashes of a node when `seq` was the last event, with a restart and without, if the scenario lets it crash then. */
function crashes({ noCrash = [] }: SeenRun, at: Moment, seq: number, restartMs: number): Fault[] {
  const forbidden = noCrash.some(
    ({ node, fromSeq, untilSeq = Infinity }) => node === at.node && fromSeq <= seq && seq < untilSeq,
  );
  if (forbidden) return [];
  return [restartMs, null].map((restartAfterMs) => ({ kind: 'crash', at, restartAfterMs }));
}

/** The last event of an instant, or before it; -1 when there is none. */
function lastUntil({ events }: SeenRun, us: number): number {
  const next = events.findIndex(({ atUs }) => atUs > us);
  return (next < 0 ? events.length : next) - 1;
}

/** When a fault by time strikes the node: at this instant, or when its pause is over; never while it is down. */
function strikesAt({ events, endUs }: SeenRun, node: NodeId, us: number): number | undefined {
  let dueUs = us;
  let up = false;
  for (const event of events) {
    if (event.node !== node) continue;
    if (event.atUs > dueUs) break;
    if (event.kind === 'pause') dueUs = Math.max(dueUs, event.untilUs);
    else if (event.kind === 'boot') up = true;
    else if (event.kind === 'crash') up = false;
  }
  return up && dueUs < endUs ? dueUs : undefined;
}

/** A cut that begins just before an event. */
function cutAt({ atUs }: TraceEvent, links: readonly string[]): Fault[] {
  const fromMs = before(atUs);
  return [{ kind: 'partition', fromMs, untilMs: fromMs + CUT_MS, links: [...new Set(links)] }];
}

/** One node against all others. */
function cutOff({ nodes }: SeenRun, node: NodeId, fromUs: number, forMs = CUT_MS): Fault[] {
  const others = nodes.map(({ id }) => id).filter((id) => id !== node);
  if (node === '' || others.length < 2) return [];
  const fromMs = before(fromUs);
  return [{ kind: 'partition', fromMs, untilMs: fromMs + forMs, links: linksBetween([node], others) }];
}

function clockSteps(at: { readonly node: NodeId; readonly atMs: number }): Fault[] {
  return [CLOCK_MS, -CLOCK_MS].map((byMs) => ({ kind: 'clock-step', at, byMs }));
}

/** Faults by time act after everything else of their instant: one that is to change an event comes a µs earlier. */
function before(us: number): number {
  return Math.max(0, us - 1) / 1000;
}
