import { Heap } from '../util/heap.ts';
import { keyed } from '../util/prng.ts';

interface Entry {
  readonly atUs: number;
  /** 0: ordinary; 1: faults by time, which act after everything else of their instant. */
  readonly rank: 0 | 1;
  readonly tie: number;
  readonly order: number;
  readonly run: () => void;
}

function earlier(a: Entry, b: Entry): number {
  return a.atUs - b.atUs || a.rank - b.rank || a.tie - b.tie || a.order - b.order;
}

/** What is going to happen, in order of virtual time; at one instant in order of entry, or shuffled by a seed. */
export class Agenda {
  private readonly heap = new Heap<Entry>(earlier);
  private readonly shuffleSeed: number | undefined;
  private count = 0;

  constructor(shuffleSeed: number | undefined) {
    this.shuffleSeed = shuffleSeed;
  }

  /** Enters something to happen at `atUs`. */
  add(atUs: number, run: () => void, rank: 0 | 1 = 0): void {
    const order = this.count++;
    const tie = this.shuffleSeed === undefined || rank === 1 ? 0 : keyed(this.shuffleSeed, order);
    this.heap.push({ atUs, rank, tie, order, run });
  }

  /** The instant of the next entry, or `undefined` when nothing is left. */
  nextUs(): number | undefined {
    return this.heap.peek()?.atUs;
  }

  /** Takes the next entry out. */
  take(): (() => void) | undefined {
    return this.heap.pop()?.run;
  }
}
