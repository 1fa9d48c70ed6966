import type { Json, NodeId } from '../api.ts';

/**
 * Names one message of a run: `"request a>b 0.3"` is the fourth request (ordinals start at 0) that node `a`
 * sent to `b` in its incarnation 0; `"send …"` is the same for datagrams. The reply to the first copy of a
 * request has the request's key with `reply` in front: `"reply request a>b 0.3"`; that to its second copy
 * `"reply request a>b 0.3 copy 1"`. What a liar sends without its program has keys of its own:
 * `"forge a>b 0"` is the first such message of `a`, `"replay 1 of send a>b 0.3"` its second, an old one again.
 * Removing one fault leaves the keys of earlier messages as they were.
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
/**
 * The message arrives with one value of its body changed; all its copies are changed alike. `draw` says which value and
 * how: see {@link import("./corrupt.ts").corruptJson}. What arrives is JSON, and never equal to what was sent.
 */
export interface CorruptFault {
  readonly kind: 'corrupt';
  readonly message: MessageKey;
  /** An integer, 0 or more. */
  readonly draw: number;
}
/**
 * A lie: the sender tells this receiver something else than its program said. With one such fault for each of some
 * receivers it equivocates. Of a reply, the reply lies.
 */
export interface EquivocateFault {
  readonly kind: 'equivocate';
  readonly message: MessageKey;
  /** What is sent instead. */
  readonly body: Json;
}
/** A lie: at `at` the node sends a message that its program did not send, as itself, with any content. */
export interface ForgeFault {
  readonly kind: 'forge';
  readonly at: TimeMoment;
  readonly to: NodeId;
  readonly body: Json;
  /** Whether it comes as a datagram (default) or as a request, whose reply nobody waits for. */
  readonly as?: 'send' | 'request';
}
/** A lie: at `at` the node sends an old message of its own again. It does not fire when there was none by then. */
export interface ReplayFault {
  readonly kind: 'replay';
  readonly at: TimeMoment;
  readonly message: MessageKey;
}
/** Everything that the node sends in (fromMs, untilMs] is lost. It receives, and goes on. */
export interface SilenceFault {
  readonly kind: 'silence';
  readonly node: NodeId;
  readonly fromMs: number;
  readonly untilMs: number;
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
 * Of the messages sent on one of the links in (fromMs, untilMs], `percent` in a hundred are lost, drawn by message: a
 * message lost at some rate is lost at every higher one too, whatever else happens. Where stretches overlap, the
 * highest rate counts.
 */
export interface BurstLossFault {
  readonly kind: 'burst-loss';
  readonly fromMs: number;
  readonly untilMs: number;
  readonly links: readonly LinkKey[];
  /** 0 to 100; hundredths count. */
  readonly percent: number;
}
/**
 * The node's queue holds at most `capacity` messages in (fromMs, untilMs]: one that arrives, cannot be handled at once
 * and finds so many waiting is lost. Replies count; timers, the disk and the script's calls do not. A queue may be
 * bounded without a fault too: see {@link import("./topology.ts").Surroundings.inbox}.
 */
export interface SmallInboxFault {
  readonly kind: 'small-inbox';
  readonly node: NodeId;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly capacity: number;
}
/**
 * What became of the calls into a node's file that no `sync` had covered when the node crashed: the first `calls` of
 * them have happened, and of the append after those its first `bytes` bytes, of which the last few may be torn.
 */
export interface UnsyncedTail {
  readonly calls: number;
  /** Default 0. Less than the append has. */
  readonly bytes?: number;
  /**
   * The last `last` (1 to 16) of those bytes have become something else: `zeros`; `flip`, one bit of them changed;
   * `noise`, bytes drawn by key. `bit` says which bit is flipped, counted from the first of those bytes, lowest bit
   * first; by default it is drawn by key.
   */
  readonly torn?: { readonly last: number; readonly as: 'zeros' | 'flip' | 'noise'; readonly bit?: number };
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
  /** What is left of unsynced calls into the node's file. Default: none of them happened. */
  readonly unsynced?: UnsyncedTail;
  /** The disk is lost too, with the file and what a course-played node kept: it restarts with nothing. */
  readonly losesDisk?: true;
}
/** The node does nothing for `forMs`; its clocks and its disk run on; what arrives waits. */
export interface PauseFault {
  readonly kind: 'pause';
  readonly at: Moment;
  readonly forMs: number;
}
/**
 * Each turn of the node and each call into the harness that begins in (fromMs, untilMs] takes `byMs`: what follows in
 * the turn has later instants, and what arrives meanwhile waits. Its clocks and its disk are as fast as ever.
 */
export interface SlowNodeFault {
  readonly kind: 'slow-node';
  readonly node: NodeId;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly byMs: number;
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
/**
 * An extra second is inserted into the time of day, as the node's clock sees it. Without `smearSeconds` the clock shows
 * one second twice: it steps back by 1000 ms. With it, the clock runs slower over so many seconds of true time
 * from `at` on (usually 86400), until it shows one second less. The monotonic clock takes no notice.
 */
export interface LeapSecondFault {
  readonly kind: 'leap-second';
  readonly at: TimeMoment;
  readonly smearSeconds?: number;
}
/**
 * The node's clock is not synchronised in (fromMs, untilMs]: the interval that `clock.interval()` gives grows on until
 * the next time that it would have been synchronised anyway. Does nothing where intervals are not granted.
 */
export interface NoSyncFault {
  readonly kind: 'no-sync';
  readonly node: NodeId;
  readonly fromMs: number;
  readonly untilMs: number;
}
/** Operations of the disk, and of the file, begun in (fromMs, untilMs] take `byMs` longer. */
export interface SlowDiskFault {
  readonly kind: 'slow-disk';
  readonly node: NodeId;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly byMs: number;
}

/**
 * A fault, as data. Which system models allow which kinds is in
 * {@link import("../explore/system-model.ts").ALLOWED_FROM}. A run is its exercise version,
 * scenario, seed and list of these; everything else follows.
 */
export type Fault =
  | DropFault
  | DelayFault
  | DuplicateFault
  | CorruptFault
  | EquivocateFault
  | ForgeFault
  | ReplayFault
  | SilenceFault
  | PartitionFault
  | SlowLinkFault
  | BurstLossFault
  | SmallInboxFault
  | CrashFault
  | PauseFault
  | SlowNodeFault
  | ClockStepFault
  | ClockRateFault
  | LeapSecondFault
  | NoSyncFault
  | SlowDiskFault;

export type MessageFault = DropFault | DelayFault | DuplicateFault | CorruptFault | EquivocateFault;
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
  switch (fault.kind) {
    case 'drop':
    case 'delay':
    case 'duplicate':
    case 'corrupt':
    case 'equivocate':
      return true;
    default:
      return false;
  }
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
