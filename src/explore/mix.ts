import type { NodeId } from '../api.ts';
import type { Span } from '../sim/topology.ts';

/**
 * Which faults sampling may draw, and how strongly. Each run turns a random part of them on (swarm testing:
 * Groce et al., Swarm Testing, ISSTA 2012), each at its own rate up to the one given here.
 */
export interface FaultMix {
  /** Faults stop at this instant of true time. */
  readonly untilMs: number;
  /** Faults begin at this instant. Default 0. */
  readonly fromMs?: number;
  /** At most this part (in percent) of the messages is lost. */
  readonly dropPercent?: number;
  /** At most this part is doubled; the copy comes within the span after the first. */
  readonly duplicate?: { readonly percent: number; readonly after: Span };
  /** At most this part is delayed, by a draw from the span. Delays reorder. */
  readonly delay?: { readonly percent: number; readonly by: Span };
  /** Only messages on these links suffer drop, delay, duplicate. Default: all. */
  readonly links?: (from: NodeId, to: NodeId) => boolean;
  /** Crashes at steps of these nodes; each back after a draw from the span, or never (`null`). */
  readonly crash?: {
    readonly nodes: readonly NodeId[];
    readonly max: number;
    readonly restartAfter: Span | null;
  };
  /** Pauses before steps of these nodes. */
  readonly pause?: { readonly nodes: readonly NodeId[]; readonly max: number; readonly forMs: Span };
  /** Steps of time-of-day clocks, by up to `byMs` either way. */
  readonly clockStep?: { readonly nodes: readonly NodeId[]; readonly max: number; readonly byMs: number };
  /** Partitions among these nodes: complete, partial or one-way, each for a draw from the span. */
  readonly partition?: { readonly nodes: readonly NodeId[]; readonly max: number; readonly forMs: Span };
  /** Slow disks: each operation begun in the stretch takes longer by a draw from the span. */
  readonly slowDisk?: { readonly nodes: readonly NodeId[]; readonly by: Span };
}
