import type { Json, NodeId } from '../api.ts';
import type { Span } from '../sim/topology.ts';
import type { Message } from '../sim/trace.ts';
import type { Prng } from '../util/prng.ts';

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
  /** At most this part arrives corrupted. */
  readonly corruptPercent?: number;
  /** Only messages on these links suffer drop, delay, duplicate, corrupt. Default: all. */
  readonly links?: (from: NodeId, to: NodeId) => boolean;
  /** Crashes at steps of these nodes; each back after a draw from the span, or never (`null`). */
  readonly crash?: {
    readonly nodes: readonly NodeId[];
    readonly max: number;
    readonly restartAfter: Span | null;
    /** What becomes of calls into files that were not synced: lost from some call on, or with a torn end besides. */
    readonly unsynced?: 'lost' | 'torn';
    /** At most this part of the crashes takes the disk too. */
    readonly losesDiskPercent?: number;
  };
  /** Pauses before steps of these nodes. */
  readonly pause?: { readonly nodes: readonly NodeId[]; readonly max: number; readonly forMs: Span };
  /** Stretches in which each step of a node takes long. */
  readonly slowNode?: {
    readonly nodes: readonly NodeId[];
    readonly max: number;
    readonly by: Span;
    readonly forMs: Span;
  };
  /** Stretches in which few messages may wait at a node. */
  readonly smallInbox?: {
    readonly nodes: readonly NodeId[];
    readonly max: number;
    readonly capacity: number;
    readonly forMs: Span;
  };
  /** A leap second at all of these nodes at once: each steps, or smears it over one of these many seconds. */
  readonly leapSecond?: { readonly nodes: readonly NodeId[]; readonly smearSeconds: readonly number[] };
  /** Stretches in which a node's clock is not synchronised. */
  readonly noSync?: { readonly nodes: readonly NodeId[]; readonly max: number; readonly forMs: Span };
  /** Stretches in which at most this part of the messages among these nodes is lost. */
  readonly burstLoss?: {
    readonly nodes: readonly NodeId[];
    readonly max: number;
    readonly percent: number;
    readonly forMs: Span;
  };
  /** Nodes that lie: the same ones in all runs. */
  readonly liars?: {
    readonly nodes: readonly NodeId[];
    /** At most this part of their messages says something else than their program said. */
    readonly percent: number;
    /** What it says instead; `undefined` for no lie. Default: the message, corrupted. */
    readonly lie?: (message: Message, draw: Prng) => Json | undefined;
    /** At most so many of their messages are sent again, each after a draw from the span. */
    readonly replay?: { readonly max: number; readonly after: Span };
    /** At most so many messages of their own making. */
    readonly forge?: {
      readonly max: number;
      readonly message: (from: NodeId, draw: Prng) => { readonly to: NodeId; readonly body: Json };
    };
    /** At most so many stretches in which one of them says nothing. */
    readonly silence?: { readonly max: number; readonly forMs: Span };
  };
  /** Changes of clock rates, to up to `byPpm` parts in a million off either way: no more than the scenario's drift. */
  readonly clockRate?: { readonly nodes: readonly NodeId[]; readonly max: number; readonly byPpm: number };
  /** Stretches in which messages on some of the links among these nodes take longer by a draw from the span. */
  readonly slowLink?: {
    readonly nodes: readonly NodeId[];
    readonly max: number;
    readonly by: Span;
    readonly forMs: Span;
  };
  /** Steps of time-of-day clocks, by up to `byMs` either way. */
  readonly clockStep?: { readonly nodes: readonly NodeId[]; readonly max: number; readonly byMs: number };
  /** Partitions among these nodes: complete, partial or one-way, each for a draw from the span. */
  readonly partition?: { readonly nodes: readonly NodeId[]; readonly max: number; readonly forMs: Span };
  /** Slow disks: each operation begun in the stretch takes longer by a draw from the span. */
  readonly slowDisk?: { readonly nodes: readonly NodeId[]; readonly by: Span };
}
