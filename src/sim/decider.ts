import type { NodeId } from '../api.ts';
import {
  isMessageFault,
  isStepFault,
  type Fault,
  type InjectedFault,
  type MessageFault,
  type StepFault,
  type StepMoment,
} from './fault.ts';
import type { Message, TraceEvent } from './trace.ts';

/** What a node is about to do at a step. */
export interface Step extends StepMoment {
  /** `turn` and `end` are the borders of a turn; the others are calls into the harness. */
  readonly call:
    | 'turn'
    | 'end'
    | 'send'
    | 'request'
    | 'reply'
    | 'sleep'
    | 'clock'
    | 'disk.read'
    | 'disk.write'
    | 'file.append'
    | 'file.sync'
    | 'file.readAll'
    | 'file.truncate'
    | 'random'
    | 'log'
    | 'return'
    | 'function';
  /** The other node of a message, the key of a disk operation, the method of a call; else `""`. */
  readonly about: string;
  /** The node's local instant, in µs. */
  readonly atUs: number;
}

/** What a decider may know of the running world. */
export interface WorldView {
  nowUs(): number;
  /** Whether the node is running and its `start()` has settled. */
  isStarted(node: NodeId): boolean;
  isUp(node: NodeId): boolean;
  incarnation(node: NodeId): number;
  /** How many disk writes of the node are called and not yet durable. */
  openWrites(node: NodeId): number;
  /** The calls into the node's file that no sync covers, in order: the bytes of each append, 0 for a truncation. */
  unsynced(node: NodeId): readonly number[];
  /** How many nodes out of these are not running or have not started yet. */
  down(nodes: readonly NodeId[]): number;
  trace(): readonly TraceEvent[];
  /** Makes a fault happen at the end of this instant, or later. */
  inject(fault: InjectedFault): void;
}

/**
 * Decides the faults of a run, one decision point after the other. The world records what was decided, and
 * {@link replayOf} that record gives the same run.
 */
export interface Decider {
  /** Faults that are known from the start. */
  readonly given?: readonly Fault[];
  /** Called when a message leaves its sender. */
  onMessage?(message: Message, view: WorldView): readonly MessageFault[];
  /** Called just before a step of a node. */
  onStep?(step: Step, view: WorldView): StepFault | undefined;
  /** Called after each event of the trace; may inject timed faults. */
  onEvent?(event: TraceEvent, view: WorldView): void;
  /**
   * Whether a crash of this node may happen now. One that may not does not fire; it is reported as such.
   * Keeps a list of faults within the system model also when some of them were taken away.
   */
  mayCrash?(node: NodeId, view: WorldView): boolean;
}

const NONE: readonly MessageFault[] = [];

/** A decider that makes exactly the given faults happen, where their decision points are met. */
export function replayOf(faults: readonly Fault[], mayCrash?: Decider['mayCrash']): Decider {
  const byMessage = new Map<string, MessageFault[]>();
  const byNode = new Map<NodeId, StepFault[]>();
  for (const fault of faults) {
    if (isMessageFault(fault)) {
      const list = byMessage.get(fault.message);
      if (list === undefined) byMessage.set(fault.message, [fault]);
      else list.push(fault);
    } else if (isStepFault(fault)) {
      const list = byNode.get(fault.at.node);
      // The last one given for a step counts: it is found first.
      if (list === undefined) byNode.set(fault.at.node, [fault]);
      else list.unshift(fault);
    }
  }
  const decider: Decider = {
    given: faults.filter((fault) => !isMessageFault(fault) && !isStepFault(fault)),
    ...(byMessage.size > 0 && { onMessage: (message: Message) => byMessage.get(message.key) ?? NONE }),
    ...(byNode.size > 0 && {
      onStep: ({ node, incarnation, step }: Step) =>
        byNode.get(node)?.find(({ at }) => at.step === step && at.incarnation === incarnation),
    }),
    ...(mayCrash !== undefined && { mayCrash }),
  };
  return decider;
}

/** Several deciders as one: all message faults, the first step fault, every injection; a crash needs all of them. */
export function combine(deciders: readonly Decider[]): Decider {
  const [only] = deciders;
  if (deciders.length === 1 && only !== undefined) return only;
  const onMessage = deciders.filter((d) => d.onMessage !== undefined);
  const onStep = deciders.filter((d) => d.onStep !== undefined);
  const onEvent = deciders.filter((d) => d.onEvent !== undefined);
  const mayCrash = deciders.filter((d) => d.mayCrash !== undefined);
  return {
    given: deciders.flatMap((d) => d.given ?? []),
    ...(onMessage.length > 0 && {
      onMessage: (message: Message, view: WorldView) => {
        let all = NONE;
        for (const d of onMessage) {
          const faults = d.onMessage?.(message, view) ?? NONE;
          if (faults.length > 0) all = all.length === 0 ? faults : [...all, ...faults];
        }
        return all;
      },
    }),
    ...(onStep.length > 0 && {
      onStep: (step: Step, view: WorldView) => {
        for (const d of onStep) {
          const fault = d.onStep?.(step, view);
          if (fault !== undefined) return fault;
        }
        return undefined;
      },
    }),
    ...(onEvent.length > 0 && {
      onEvent: (event: TraceEvent, view: WorldView) => {
        for (const d of onEvent) d.onEvent?.(event, view);
      },
    }),
    ...(mayCrash.length > 0 && {
      mayCrash: (node: NodeId, view: WorldView) => mayCrash.every((d) => d.mayCrash?.(node, view) ?? true),
    }),
  };
}
