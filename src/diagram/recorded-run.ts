import type { NodeId } from '../api.ts';
import type { ClockAtStart } from '../sim/clock.ts';
import type { Fault } from '../sim/fault.ts';
import type { TraceEvent } from '../sim/trace.ts';

/** A node as a picture of a run needs it. */
export interface RecordedNode {
  readonly id: NodeId;
  /** The role of the exercise that it played; `""` when the course played it. */
  readonly role: string;
  /** What is written above its lane. Default: its id. */
  readonly title?: string;
  /** How its clocks were set at first. Default: right. */
  readonly clockAtStart?: ClockAtStart;
}

/** A span in which a node held something, where the trace itself does not tell. */
export interface RecordedHold {
  readonly node: NodeId;
  /** What it held: `lease 33`, `leader of term 2`. */
  readonly what: string;
  readonly fromUs: number;
  readonly untilUs: number;
}

/** A whole run with what was found in it: all that the space-time diagram draws. */
export interface RecordedRun {
  /** In the order of the lanes. */
  readonly nodes: readonly RecordedNode[];
  /** The trace; `seq` is the position. */
  readonly events: readonly TraceEvent[];
  /** Faults that happened. */
  readonly faults: readonly Fault[];
  /** `seq` of the events that prove the violation; it became certain with the last. Empty: there is none. */
  readonly violation: readonly number[];
  /** The property that was broken, if one was. */
  readonly property?: string;
  /** True time at which the run ended. */
  readonly endUs: number;
  /** For each sentence of the story, `seq` of the event that it tells. */
  readonly told: readonly number[];
  readonly holds?: readonly RecordedHold[];
  /** By `seq`: the step of its node, in its incarnation, that brought the event about; -1 where it is not known. */
  readonly steps?: readonly number[];
  /** Spans in which the scenario does not let a node crash: just after one event, until just after another, if any. */
  readonly noCrash?: readonly {
    readonly node: NodeId;
    readonly fromSeq: number;
    readonly untilSeq?: number;
  }[];
  /** By the key of a message: how many ms later it might have come without harm, where that has a limit. */
  readonly spareMs?: ReadonlyMap<string, number>;
}
