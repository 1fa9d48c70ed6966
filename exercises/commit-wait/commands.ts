import type { Script, Uncertainty } from 'partial-failure/kit';

export const COORDINATORS = ['a', 'b', 'c'] as const;
export type CoordinatorId = (typeof COORDINATORS)[number];

/** Commits called on one coordinator, so many within so many ms. */
export interface Burst {
  readonly at: CoordinatorId;
  readonly atMs: number;
  readonly count: number;
  readonly overMs: number;
}

export interface Plan {
  /** How the intervals of each coordinator come about. */
  readonly clocks: Readonly<Record<CoordinatorId, Uncertainty>>;
  readonly bursts?: readonly Burst[];
  /** Commits on these one after the other, each 1 ms after the end of the one before. */
  readonly chain?: readonly CoordinatorId[];
}

/** Intervals of one length, 2 × `halfMs`, in which real time always has the same place: 0 to 100 per cent. */
export function constant(halfMs: number, leanPercent: number): Uncertainty {
  return { syncedMs: halfMs, everyMs: 3_600_000, growthPpm: 0, leanPercent };
}

/** Intervals that grow from half a length of 2 ms to 50 ms, and shrink again, about ten times a second. */
export function sawtooth(leanPercent?: number): Uncertainty {
  return { syncedMs: 2, everyMs: 96, growthPpm: 500_000, ...(leanPercent !== undefined && { leanPercent }) };
}

export function alike(clock: Uncertainty): Readonly<Record<CoordinatorId, Uncertainty>> {
  return { a: clock, b: clock, c: clock };
}

/** Half the greatest length of the intervals, in ms. */
export function halfMaxMs({ syncedMs, everyMs, growthPpm }: Uncertainty): number {
  return syncedMs + (everyMs * growthPpm) / 1_000_000;
}

export function play(script: Script, { bursts = [], chain = [] }: Plan): void {
  let made = 0;
  const commit = (at: CoordinatorId, then?: () => void): void => {
    script.call(at, 'commit', [`t${++made}`], then);
  };
  for (const { at, atMs, count, overMs } of bursts)
    for (let i = 0; i < count; i++)
      script.at(atMs + (count > 1 ? (i * overMs) / (count - 1) : 0), () => commit(at));
  const todo = [...chain];
  const next = (): void => {
    const at = todo.shift();
    if (at !== undefined) commit(at, () => script.after(1, next));
  };
  script.at(1_000, next);
}
