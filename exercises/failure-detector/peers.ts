/** Heartbeats: when they come, in networks of several kinds. All times in intervals, unless a name says ms. */
import type { Prng } from 'partial-failure/kit';

export const OBSERVER = 'observer';

/** How heartbeats travel. */
export type Regime = 'still' | 'nearly-still' | 'lan' | 'wan' | 'jitter' | 'lossy' | 'batches';

interface Travel {
  /** In words, for the story. */
  readonly says: string;
  /** The 99.9th percentile of the gap from one arrival to the next: of 60,000 heartbeats, once for all. */
  readonly q: number;
  /** Mistakes in 1,000 heartbeats that are not too many. */
  readonly mistakesMax: number;
  /** How long a heartbeat is on its way; `undefined`: it is lost. */
  delay(draw: Prng): number | undefined;
  /** So many come together, when the last of them has come. */
  readonly batch?: number;
}

function between(draw: Prng, min: number, max: number): number {
  return min + (draw.int(0, 1_000_000) / 1_000_000) * (max - min);
}

export const TRAVELS: Readonly<Record<Regime, Travel>> = {
  still: { says: 'come with perfect regularity', q: 1, mistakesMax: 2, delay: () => 0.05 },
  'nearly-still': {
    says: 'come regularly, within 4 %',
    q: 1.04,
    mistakesMax: 2,
    delay: (draw) => between(draw, 0.05, 0.09),
  },
  lan: {
    says: 'come as in a local network',
    q: 1.06,
    mistakesMax: 2,
    delay: (draw) => between(draw, 0.02, 0.08),
  },
  wan: {
    says: 'come as over a wide-area network',
    q: 1.55,
    mistakesMax: 5,
    delay: (draw) => between(draw, 0.2, 0.35) + (draw.chance(1, 25) ? between(draw, 0, 0.5) : 0),
  },
  jitter: {
    says: 'are late by up to three intervals',
    q: 3.6,
    mistakesMax: 20,
    delay: (draw) => between(draw, 0, 3),
  },
  lossy: {
    says: 'are lost, one in two',
    q: 11,
    mistakesMax: 30,
    delay: (draw) => (draw.chance(1, 2) ? between(draw, 0.02, 0.08) : undefined),
  },
  batches: {
    says: 'come in batches of seven',
    q: 7.1,
    mistakesMax: 20,
    delay: (draw) => between(draw, 0.02, 0.08),
    batch: 7,
  },
};

/** What happens next. */
export type Part =
  | { readonly regime: Regime; readonly heartbeats: number }
  /** So many heartbeats in a row are lost. */
  | { readonly outage: number }
  /** The observer stands still for so long; what comes meanwhile waits for it, or is lost. */
  | { readonly pause: number; readonly heartbeats: 'wait' | 'lost' }
  /** Nothing but a step of the time of day, in ms. */
  | { readonly stepMs: number };

export interface Plan {
  readonly intervalMs: number;
  /** Says how heartbeats travel: the same in every grading. `undefined`: drawn. */
  readonly seed?: number;
  /** Before the first heartbeat, in intervals. Default 0. */
  readonly startsAfter?: number;
  /** Then the peer crashes. */
  readonly parts: readonly Part[];
  /** How long the run goes on when the crash must have been seen, in intervals. Default 20. */
  readonly watchedAfter?: number;
  /** Steps of the time of day after the crash: when, in intervals, and by how many ms. */
  readonly stepsAfterCrash?: readonly { readonly after: number; readonly byMs: number }[];
}

/** A stretch of the run in which one regime holds. */
export interface Stretch {
  readonly regime: Regime;
  readonly from: number;
  readonly until: number;
}

/** A plan worked out: instants in intervals since the start. */
export interface Schedule {
  readonly arrivals: readonly number[];
  readonly stretches: readonly Stretch[];
  readonly outages: readonly { readonly from: number; readonly until: number }[];
  readonly pauses: readonly { readonly from: number; readonly until: number; readonly lost: boolean }[];
  readonly steps: readonly { readonly at: number; readonly byMs: number }[];
  readonly crashAt: number;
}

/** When everything of a plan happens. */
export function scheduleOf({ startsAfter = 0, parts, stepsAfterCrash = [] }: Plan, draw: Prng): Schedule {
  const arrivals: number[] = [];
  const stretches: Stretch[] = [];
  const outages: { from: number; until: number }[] = [];
  const pauses: { from: number; until: number; lost: boolean }[] = [];
  const steps: { at: number; byMs: number }[] = [];
  let regime: Regime = 'lan';
  let at = startsAfter;
  const send = (heartbeats: number, keep: (arrival: number) => boolean): void => {
    const { delay, batch = 1 } = TRAVELS[regime];
    let waiting = 0;
    for (let i = 0; i < heartbeats; i++, at++) {
      const onItsWay = delay(draw);
      if (onItsWay === undefined) continue;
      waiting++;
      if (waiting < batch && i < heartbeats - 1) continue;
      for (; waiting > 0; waiting--) if (keep(at + onItsWay)) arrivals.push(at + onItsWay);
    }
  };
  for (const part of parts) {
    const from = at;
    if ('regime' in part) {
      ({ regime } = part);
      send(part.heartbeats, () => true);
      stretches.push({ regime, from, until: at });
    } else if ('outage' in part) {
      at += part.outage;
      outages.push({ from, until: at });
    } else if ('pause' in part) {
      const until = from + part.pause;
      const lost = part.heartbeats === 'lost';
      send(part.pause, (arrival) => !lost || arrival > until);
      pauses.push({ from, until, lost });
    } else steps.push({ at, byMs: part.stepMs });
  }
  for (const { after, byMs } of stepsAfterCrash) steps.push({ at: at + after, byMs });
  arrivals.sort((a, b) => a - b);
  return { arrivals, stretches, outages, pauses, steps, crashAt: at };
}
