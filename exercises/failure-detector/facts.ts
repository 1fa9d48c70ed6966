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
  /** Pauses of the observer, as they happened; `lost`: with what came meanwhile. */
  readonly pauses: readonly { readonly from: number; readonly until: number; readonly lost: boolean }[];
  /** Steps of its time of day, as they happened. */
  readonly steps: readonly { readonly at: number; readonly byMs: number }[];
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
  const schedule = scheduleOf(plan, new Prng(seedOf(run)));
  // Of a smaller counterexample some may be gone, or be less.
  const inIntervals = (us: number): number => us / 1000 / plan.intervalMs;
  const pauses = run.trace.filter(ofKind('pause')).map(({ atUs, untilUs }) => {
    const from = inIntervals(atUs);
    const lost = schedule.pauses.some(
      (planned) => planned.lost && from < planned.until && from >= planned.from - 0.01,
    );
    return { from, until: inIntervals(untilUs), lost };
  });
  const steps = run.trace
    .filter(ofKind('clock-step'))
    .map(({ atUs, byMs }) => ({ at: inIntervals(atUs), byMs }));
  return { plan, schedule, heartbeats, polls, pauses, steps, threwSeq };
});

/** Drawn traffic says what it was drawn from. */
function seedOf({ trace }: Run): number {
  const note = trace.filter(ofKind('note')).find(({ name }) => name === 'heartbeats');
  const seed = note !== undefined && isJsonObject(note.data) ? note.data['seed'] : undefined;
  return typeof seed === 'number' ? seed : 0;
}
