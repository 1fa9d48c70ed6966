import type { NodeId } from '../api.ts';
import type { Decider, Step } from '../sim/decider.ts';
import type { TraceEvent } from '../sim/trace.ts';

/** Which step of a node brought about each event of a run. */
export interface StepLog {
  /** Watches a run; decides nothing, and changes nothing. */
  readonly watch: Decider;
  /** By `seq`: the number of the step, in the incarnation of the event, or -1 where none is known. */
  steps(): readonly number[];
}

/** Calls that an event tells of, in the order in which they were made. */
const TOLD: Readonly<Partial<Record<Step['call'], TraceEvent['kind']>>> = {
  send: 'send',
  request: 'send',
  reply: 'send',
  log: 'log',
  'disk.write': 'disk-write',
};

/**
 * Finds the steps behind events: an event that opens a turn comes from the turn's first step; those of calls come in the
 * order of the calls. With it a fault can strike just before something that happened.
 */
export function createStepLog(): StepLog {
  const steps: number[] = [];
  const turns = new Map<NodeId, Step>();
  const calls = new Map<NodeId, Step[]>();
  const stepOf = (event: TraceEvent): number => {
    const { node, incarnation } = event;
    switch (event.kind) {
      case 'deliver':
      case 'timer':
      case 'invoke': {
        const turn = turns.get(node);
        return turn?.incarnation === incarnation ? turn.step : -1;
      }
      case 'send':
      case 'log':
      case 'disk-write': {
        const waiting = calls.get(node) ?? [];
        const at = waiting.findIndex((step) => step.incarnation === incarnation && tells(event, step));
        if (at < 0) return -1;
        const [found] = waiting.splice(0, at + 1).slice(-1);
        return found?.step ?? -1;
      }
      default:
        return -1;
    }
  };
  return {
    watch: {
      onStep(step) {
        if (step.call === 'turn') turns.set(step.node, step);
        else if (TOLD[step.call] !== undefined) {
          const waiting = calls.get(step.node);
          if (waiting === undefined) calls.set(step.node, [step]);
          else waiting.push(step);
        }
        return undefined;
      },
      onEvent(event) {
        steps[event.seq] = stepOf(event);
      },
    },
    steps: () => steps,
  };
}

function tells(event: TraceEvent & { kind: 'send' | 'log' | 'disk-write' }, { call, about }: Step): boolean {
  if (TOLD[call] !== event.kind) return false;
  switch (event.kind) {
    case 'send':
      return call === event.message.kind && about === event.message.to;
    case 'disk-write':
      return about === event.key;
    case 'log':
      return true;
  }
}
