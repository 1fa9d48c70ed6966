/** The usual faults, each as one call. All times in ms; instants are of true time, from the start of the run. */
import type { Json, NodeId } from '../api.ts';
import type {
  BurstLossFault,
  ClockRateFault,
  ClockStepFault,
  CorruptFault,
  CrashFault,
  DelayFault,
  DropFault,
  DuplicateFault,
  EquivocateFault,
  LinkKey,
  MessageKey,
  NoSyncFault,
  PartitionFault,
  PauseFault,
  SilenceFault,
  SlowDiskFault,
  SlowLinkFault,
  SlowNodeFault,
  SmallInboxFault,
  StepMoment,
  TimeMoment,
} from '../sim/fault.ts';

/** A stretch of true time, in ms: (fromMs, untilMs]. */
export interface During {
  readonly fromMs: number;
  readonly untilMs: number;
}

type At<F extends { at: unknown }, M> = Omit<F, 'at'> & { readonly at: M };
type How = Omit<CrashFault, 'kind' | 'at'>;

/** The node stops at an instant. `restartAfterMs: null`: for good. */
export function crash(
  node: NodeId,
  { atMs, ...how }: { readonly atMs: number } & How,
): At<CrashFault, TimeMoment> {
  return { kind: 'crash', at: { node, atMs }, ...how };
}

/** The node stops just before a step of its own, for a decider's `onStep`. */
export function crashAt({ node, incarnation, step }: StepMoment, how: How): At<CrashFault, StepMoment> {
  return { kind: 'crash', at: { node, incarnation, step }, ...how };
}

/** The node does nothing for a while; what arrives waits. */
export function pause(
  node: NodeId,
  { atMs, forMs }: { readonly atMs: number; readonly forMs: number },
): At<PauseFault, TimeMoment> {
  return { kind: 'pause', at: { node, atMs }, forMs };
}

/** The node is paused just before a step of its own, for a decider's `onStep`. */
export function pauseAt(
  { node, incarnation, step }: StepMoment,
  { forMs }: { readonly forMs: number },
): At<PauseFault, StepMoment> {
  return { kind: 'pause', at: { node, incarnation, step }, forMs };
}

/** The node's time of day jumps; negative: back. */
export function clockStep(
  node: NodeId,
  { atMs, byMs }: { readonly atMs: number; readonly byMs: number },
): ClockStepFault {
  return { kind: 'clock-step', at: { node, atMs }, byMs };
}

/** From an instant on, `realMicros` µs pass while both clocks of the node show a second. */
export function clockRate(
  node: NodeId,
  { atMs, realMicros }: { readonly atMs: number; readonly realMicros: number },
): ClockRateFault {
  return { kind: 'clock-rate', at: { node, atMs }, realMicros };
}

/** The node's clock is not synchronised for a while: its interval grows. */
export function noSync(node: NodeId, during: During): NoSyncFault {
  return { kind: 'no-sync', node, ...during };
}

/** Nothing passes on these links. `linksBetween` and `linksFrom` name them. */
export function cut(links: readonly LinkKey[], during: During): PartitionFault {
  return { kind: 'partition', ...during, links };
}

/** What is sent on these links takes `byMs` longer. */
export function slowLink(
  links: readonly LinkKey[],
  during: During & { readonly byMs: number },
): SlowLinkFault {
  return { kind: 'slow-link', ...during, links };
}

/** Of what is sent on these links, `percent` in a hundred are lost. */
export function burstLoss(
  links: readonly LinkKey[],
  during: During & { readonly percent: number },
): BurstLossFault {
  return { kind: 'burst-loss', ...during, links };
}

/** All that the node sends is lost. */
export function silence(node: NodeId, during: During): SilenceFault {
  return { kind: 'silence', node, ...during };
}

/** At most `capacity` messages wait at the node; one that finds so many is lost. */
export function smallInbox(node: NodeId, during: During & { readonly capacity: number }): SmallInboxFault {
  return { kind: 'small-inbox', node, ...during };
}

/** Each turn of the node, and each call in it, takes `byMs`. */
export function slowNode(node: NodeId, during: During & { readonly byMs: number }): SlowNodeFault {
  return { kind: 'slow-node', node, ...during };
}

/** Each operation of the node's disk takes `byMs` longer. */
export function slowDisk(node: NodeId, during: During & { readonly byMs: number }): SlowDiskFault {
  return { kind: 'slow-disk', node, ...during };
}

/** The message is lost. */
export function drop({ key }: { readonly key: MessageKey }): DropFault {
  return { kind: 'drop', message: key };
}

/** The message takes longer. */
export function delay({ key }: { readonly key: MessageKey }, byMs: number): DelayFault {
  return { kind: 'delay', message: key, byMs };
}

/** A second copy arrives so long after the first. */
export function duplicate({ key }: { readonly key: MessageKey }, afterMs: number): DuplicateFault {
  return { kind: 'duplicate', message: key, afterMs };
}

/** One value in the message arrives changed; `draw` says which and how. */
export function corrupt({ key }: { readonly key: MessageKey }, draw: number): CorruptFault {
  return { kind: 'corrupt', message: key, draw };
}

/** The sender tells this receiver something else than its program said. */
export function lie({ key }: { readonly key: MessageKey }, body: Json): EquivocateFault {
  return { kind: 'equivocate', message: key, body };
}
