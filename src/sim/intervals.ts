import type { TimeInterval } from '../api.ts';
import { keyed } from '../util/prng.ts';
import { EPOCH_MS, SECOND_US } from './clock.ts';
import { Draw } from './draws.ts';
import { toMicros } from './fault.ts';
import type { SimNode } from './sim-node.ts';
import type { Uncertainty } from './topology.ts';

/** What holds where a scenario says nothing: half a length of 1 to 7 ms, a sawtooth of 30 s. */
export const DEFAULT_UNCERTAINTY: Uncertainty = { syncedMs: 1, everyMs: 30_000, growthPpm: 200 };

/** The intervals of the nodes' clocks: functions of true time, drawn beforehand. */
export class Intervals {
  private readonly seed: number;
  private readonly uncertainty: ((node: string) => Uncertainty) | undefined;

  constructor(seed: number, uncertainty: ((node: string) => Uncertainty) | undefined) {
    this.seed = seed;
    this.uncertainty = uncertainty;
  }

  /** The interval that the node's clock gives at a true instant. True time is in it. */
  at(node: SimNode, nowUs: number): TimeInterval {
    const { syncedMs, growthPpm, everyMs, leanPercent } = this.of(node);
    const everyUs = toMicros(everyMs);
    const phase = keyed(this.seed, Draw.Sync, node.index) % everyUs;
    let round = Math.floor((nowUs - phase) / everyUs);
    // A synchronisation that was lost leaves the one before it; that may have been lost as well.
    for (;;) {
      const lost = lossAt(node, phase + round * everyUs);
      if (lost === undefined) break;
      round = Math.floor((lost.fromUs - phase) / everyUs);
    }
    const half = toMicros(syncedMs) + Math.floor(((nowUs - phase - round * everyUs) * growthPpm) / SECOND_US);
    const leanMille =
      leanPercent === undefined
        ? keyed(this.seed, Draw.Lean, node.index, round) % 1001
        : Math.round(leanPercent * 10);
    const before = Math.floor((2 * half * leanMille) / 1000);
    return {
      earliest: EPOCH_MS + Math.floor((nowUs - before) / 1000),
      latest: EPOCH_MS + Math.ceil((nowUs + 2 * half - before) / 1000),
    };
  }

  /** The first synchronisation after `nowUs`. */
  nextSyncUs(node: SimNode, nowUs: number): number {
    const everyUs = toMicros(this.of(node).everyMs);
    const phase = keyed(this.seed, Draw.Sync, node.index) % everyUs;
    return phase + (Math.floor((nowUs - phase) / everyUs) + 1) * everyUs;
  }

  private of(node: SimNode): Uncertainty {
    return this.uncertainty?.(node.id) ?? DEFAULT_UNCERTAINTY;
  }
}

function lossAt(node: SimNode, syncUs: number): { readonly fromUs: number } | undefined {
  for (const lost of node.lostSyncs) if (lost.fromUs < syncUs && syncUs <= lost.untilUs) return lost;
  return undefined;
}
