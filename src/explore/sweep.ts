import type { Decider, Step } from '../sim/decider.ts';
import type { Fault, UnsyncedTail } from '../sim/fault.ts';
import type { Message } from '../sim/trace.ts';
import { explore, type RunId, type Subject } from './run.ts';
import type { Run, Sweep } from './scenario.ts';

/** The decision points that a run met. */
interface Decisions {
  readonly steps: {
    readonly step: Step;
    readonly openWrites: number;
    readonly unsynced: readonly number[];
  }[];
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
      met.steps.push({ step, openWrites: view.openWrites(step.node), unsynced: view.unsynced(step.node) });
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
  for (const { step, openWrites, unsynced } of met.steps) {
    if (!inSpan(step.atUs)) continue;
    const at = { node: step.node, incarnation: step.incarnation, step: step.step };
    if (sweep.crash?.nodes.includes(step.node) === true) {
      const { restartAfterMs } = sweep.crash;
      for (let openWritesDone = 0; openWritesDone <= openWrites; openWritesDone++) {
        faults.push({ kind: 'crash', at, restartAfterMs, openWritesDone });
      }
      for (const tail of tailsOf(unsynced, sweep.crash.unsynced))
        faults.push({ kind: 'crash', at, restartAfterMs, unsynced: tail });
    }
    // A pause before the end of a turn is the same as one before the next.
    if (sweep.pause?.nodes.includes(step.node) === true && step.call !== 'end') {
      for (const forMs of sweep.pause.forMs) faults.push({ kind: 'pause', at, forMs });
    }
  }
  for (const { message, atUs } of met.messages) {
    if (!inSpan(atUs)) continue;
    if (sweep.drop === true) faults.push({ kind: 'drop', message: message.key });
    for (const draw of sweep.corruptDraws ?? []) faults.push({ kind: 'corrupt', message: message.key, draw });
    for (const byMs of sweep.delayMs ?? []) faults.push({ kind: 'delay', message: message.key, byMs });
    for (const afterMs of sweep.duplicateAfterMs ?? [])
      faults.push({ kind: 'duplicate', message: message.key, afterMs });
  }
  return { base, faults };
}

/** Every way in which a crash may leave calls that were not synced, but for that in which none of them happened. */
function tailsOf(unsynced: readonly number[], how: 'lost' | 'torn' | undefined): UnsyncedTail[] {
  if (how === undefined) return [];
  const tails: UnsyncedTail[] = [];
  for (let calls = 0; calls <= unsynced.length; calls++) {
    if (calls > 0) tails.push({ calls });
    if (how === 'lost') continue;
    for (let bytes = 1; bytes < (unsynced[calls] ?? 0); bytes++) {
      tails.push({ calls, bytes });
      const last = Math.min(16, bytes);
      for (const as of ['zeros', 'flip', 'noise'] as const) tails.push({ calls, bytes, torn: { last, as } });
    }
  }
  return tails;
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
