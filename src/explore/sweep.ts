import type { Decider, Step } from '../sim/decider.ts';
import type { Fault } from '../sim/fault.ts';
import type { Message } from '../sim/trace.ts';
import { explore, type RunId, type Subject } from './run.ts';
import type { Run, Sweep } from './scenario.ts';

/** The decision points that a run met. */
interface Decisions {
  readonly steps: { readonly step: Step; readonly openWrites: number }[];
  readonly messages: { readonly message: Message; readonly atUs: number }[];
}

/**
 * Every single fault that a sweep makes: one at each decision point of a base run.
 *
 * @returns the base run, and the faults in order of their decision points
 */
export function sweepFaults(subject: Subject, id: RunId, sweep: Sweep): { base: Run; faults: Fault[] } {
  const met: Decisions = { steps: [], messages: [] };
  const watch: Decider = {
    onStep: (step, view) => {
      met.steps.push({ step, openWrites: view.openWrites(step.node) });
      return undefined;
    },
    onMessage: (message, view) => {
      met.messages.push({ message, atUs: view.nowUs() });
      return [];
    },
  };
  const base = explore(subject, id, [watch]);
  const inSpan = (atUs: number): boolean =>
    sweep.between === undefined || (atUs >= sweep.between.minMs * 1000 && atUs <= sweep.between.maxMs * 1000);
  const faults: Fault[] = [];
  for (const { step, openWrites } of met.steps) {
    if (!inSpan(step.atUs)) continue;
    const at = { node: step.node, incarnation: step.incarnation, step: step.step };
    if (sweep.crash?.nodes.includes(step.node) === true) {
      const { restartAfterMs } = sweep.crash;
      for (let openWritesDone = 0; openWritesDone <= openWrites; openWritesDone++) {
        faults.push({ kind: 'crash', at, restartAfterMs, openWritesDone });
      }
    }
    // A pause before the end of a turn is the same as one before the next.
    if (sweep.pause?.nodes.includes(step.node) === true && step.call !== 'end') {
      for (const forMs of sweep.pause.forMs) faults.push({ kind: 'pause', at, forMs });
    }
  }
  for (const { message, atUs } of met.messages) {
    if (!inSpan(atUs)) continue;
    if (sweep.drop === true) faults.push({ kind: 'drop', message: message.key });
    for (const byMs of sweep.delayMs ?? []) faults.push({ kind: 'delay', message: message.key, byMs });
    for (const afterMs of sweep.duplicateAfterMs ?? [])
      faults.push({ kind: 'duplicate', message: message.key, afterMs });
  }
  return { base, faults };
}

/** At most `max` of the items, evenly spread, beginning at one that `rotation` chooses. */
export function spreadOver<T>(items: readonly T[], max: number | undefined, rotation: number): readonly T[] {
  if (max === undefined || items.length <= max) return items;
  const stride = items.length / max;
  const start = rotation % Math.ceil(stride);
  const chosen: T[] = [];
  for (let i = 0; i < max; i++) {
    const item = items[Math.min(items.length - 1, Math.floor(i * stride) + start)];
    if (item !== undefined) chosen.push(item);
  }
  return chosen;
}
