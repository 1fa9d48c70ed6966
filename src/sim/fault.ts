import type { NodeId } from '../api.ts';

/**
 * Names one message of a run: `"request a>b 0.3"` is the fourth request (ordinals start at 0) that node `a`
 * sent to `b` in its incarnation 0; `"send …"` is the same for datagrams. The reply to the first copy of a
 * request has the request's key with `reply` in front: `"reply request a>b 0.3"`; that to its second copy
 * `"reply request a>b 0.3 copy 1"`. Removing one fault leaves the keys of earlier messages as they were.
 */
export type MessageKey = string;

/** A one-way link, written `"from>to"`. */
export type LinkKey = string;

/**
 * A moment in the life of one node: *just before* its step number `step` of that incarnation.
 * A step is the start of a turn, a call into the harness, or the end of a turn.
 */
export interface StepMoment {
  readonly node: NodeId;
  readonly incarnation: number;
  readonly step: number;
}

/** A moment by the world's true time, in ms. Faults at an instant act after everything else of that instant. */
export interface TimeMoment {
  readonly node: NodeId;
  readonly atMs: number;
}

export type Moment = StepMoment | TimeMoment;

/** The message is lost. */
export interface DropFault {
  readonly kind: 'drop';
  readonly message: MessageKey;
}
/** The message takes `byMs` longer than the link's own delay. Delays that differ reorder messages. */
export interface DelayFault {
  readonly kind: 'delay';
  readonly message: MessageKey;
  readonly byMs: number;
}
/** A second copy arrives `afterMs` after the first. */
export interface DuplicateFault {
  readonly kind: 'duplicate';
  readonly message: MessageKey;
  readonly afterMs: number;
}
/** Messages that are sent or would arrive on one of the links in (fromMs, untilMs] are lost. */
export interface PartitionFault {
  readonly kind: 'partition';
  readonly fromMs: number;
  readonly untilMs: number;
  readonly links: readonly LinkKey[];
}
/** Messages sent on one of the links in (fromMs, untilMs] take `byMs` longer. */
export interface SlowLinkFault {
  readonly kind: 'slow-link';
  readonly fromMs: number;
  readonly untilMs: number;
  readonly links: readonly LinkKey[];
  readonly byMs: number;
}
/**
 * The node stops; its memory is gone. Of the disk writes that were open, the first `openWritesDone` (default 0)
 * have happened. It restarts after `restartAfterMs`, or never.
 */
export interface CrashFault {
  readonly kind: 'crash';
  readonly at: Moment;
  readonly restartAfterMs: number | null;
  readonly openWritesDone?: number;
}
/** The node does nothing for `forMs`; its clocks and its disk run on; what arrives waits. */
export interface PauseFault {
  readonly kind: 'pause';
  readonly at: Moment;
  readonly forMs: number;
}
/** The node's time-of-day clock jumps by `byMs` (negative: back). The monotonic clock does not. */
export interface ClockStepFault {
  readonly kind: 'clock-step';
  readonly at: TimeMoment;
  readonly byMs: number;
}
/** From `at` on, `realMicros` µs of true time pass while both clocks of the node show one second. */
export interface ClockRateFault {
  readonly kind: 'clock-rate';
  readonly at: TimeMoment;
  readonly realMicros: number;
}
/** Disk operations begun in (fromMs, untilMs] take `byMs` longer. */
export interface SlowDiskFault {
  readonly kind: 'slow-disk';
  readonly node: NodeId;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly byMs: number;
}

/** A fault, as data. A run is its exercise version, scenario, seed and list of these; everything else follows. */
export type Fault =
  | DropFault
  | DelayFault
  | DuplicateFault
  | PartitionFault
  | SlowLinkFault
  | CrashFault
  | PauseFault
  | ClockStepFault
  | ClockRateFault
  | SlowDiskFault;

export type MessageFault = DropFault | DelayFault | DuplicateFault;
export type StepFault = (CrashFault | PauseFault) & { readonly at: StepMoment };
export type TimedFault = Exclude<Fault, MessageFault | StepFault>;
/** What may be decided while a run goes on. A clock's rate is a function of true time that is known beforehand. */
export type InjectedFault = Exclude<TimedFault, ClockRateFault>;

/** Whether a moment is given by a step of the node, not by time. */
export function isStepMoment(moment: Moment): moment is StepMoment {
  return 'step' in moment;
}

/** Whether a fault is decided at one message. */
export function isMessageFault(fault: Fault): fault is MessageFault {
  return fault.kind === 'drop' || fault.kind === 'delay' || fault.kind === 'duplicate';
}

/** Whether a fault is decided at one step of a node. */
export function isStepFault(fault: Fault): fault is StepFault {
  return (fault.kind === 'crash' || fault.kind === 'pause') && isStepMoment(fault.at);
}

/** Every link between two groups, in both directions: a complete partition. */
export function linksBetween(left: readonly NodeId[], right: readonly NodeId[]): LinkKey[] {
  return left.flatMap((a) => right.flatMap((b) => [`${a}>${b}`, `${b}>${a}`]));
}

/** Every link from one group to another, in that direction only. */
export function linksFrom(from: readonly NodeId[], to: readonly NodeId[]): LinkKey[] {
  return from.flatMap((a) => to.filter((b) => b !== a).map((b) => `${a}>${b}`));
}

/** Milliseconds to the integer microseconds that virtual time counts in. */
export function toMicros(ms: number): number {
  return Math.round(ms * 1000);
}
