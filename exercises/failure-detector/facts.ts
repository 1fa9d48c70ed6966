import { isJsonObject, ofKind, ofRun, Prng, type Run } from 'partial-failure/kit';
import { scheduleOf, type Plan, type Schedule } from './peers.ts';

/** An answer of `suspects()`. Times in intervals since the start, by true time. */
export interface Poll {
  readonly at: number;
  /** `undefined` where it threw, or gave anything but true or false. */
  readonly says: boolean | undefined;
  readonly seq: number;
  /** The last heartbeat before it; -1 before the first. */
  readonly heartbeat: number;
}

/** A heartbeat as the observer was told of it. */
export interface Heartbeat {
  readonly at: number;
  readonly seq: number;
}

export interface Watch {
  readonly plan: Plan;
  readonly schedule: Schedule;
  readonly heartbeats: readonly Heartbeat[];
  readonly polls: readonly Poll[];
  /** `seq` of the first `onHeartbeat` that threw. */
  readonly threwSeq: number | undefined;
}

/** What the observer was told and said. */
export const watchOf = ofRun((run: Run): Watch => {
  const plan = run.case as Plan;
  const heartbeats: Heartbeat[] = [];
  const polls: Poll[] = [];
  let threwSeq: number | undefined;
  for (const { method, invokedUs, invokedSeq, returnedSeq, status, value } of run.operations) {
    if (invokedSeq < 0) continue;
    const at = invokedUs / 1000 / plan.intervalMs;
    if (method === 'onHeartbeat') {
      heartbeats.push({ at, seq: invokedSeq });
      if (status === 'threw') threwSeq ??= returnedSeq;
    } else {
      const says = status === 'ok' && typeof value === 'boolean' ? value : undefined;
      polls.push({ at, says, seq: returnedSeq ?? invokedSeq, heartbeat: heartbeats.length - 1 });
    }
  }
  return { plan, schedule: scheduleOf(plan, new Prng(seedOf(run))), heartbeats, polls, threwSeq };
});

/** Drawn traffic says what it was drawn from. */
function seedOf({ trace }: Run): number {
  const note = trace.filter(ofKind('note')).find(({ name }) => name === 'heartbeats');
  const seed = note !== undefined && isJsonObject(note.data) ? note.data['seed'] : undefined;
  return typeof seed === 'number' ? seed : 0;
}
