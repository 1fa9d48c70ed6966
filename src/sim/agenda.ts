import { Heap } from '../util/heap.ts';
import { hashString, keyed } from '../util/prng.ts';

/** Something that is to happen at its instant. */
export interface Due {
  due(): void;
}

/** A function to be called at its instant. */
class Call implements Due {
  readonly due: () => void;

  constructor(run: () => void) {
    this.due = run;
  }
}

class Entry {
  readonly atUs: number;
  /** 0: ordinary; 1: faults by time, which act after everything else of their instant. */
  readonly rank: 0 | 1;
  readonly tie: number;
  readonly order: number;
  readonly what: Due;

  constructor(atUs: number, rank: 0 | 1, tie: number, order: number, what: Due) {
    this.atUs = atUs;
    this.rank = rank;
    this.tie = tie;
    this.order = order;
    this.what = what;
  }
}

function earlier(a: Entry, b: Entry): number {
  return a.atUs - b.atUs || a.rank - b.rank || a.tie - b.tie || a.order - b.order;
}

/** What is going to happen, in order of virtual time; at one instant in order of entry, or shuffled by a seed. */
export class Agenda {
  private readonly heap = new Heap<Entry>(earlier);
  private readonly shuffleSeed: number | undefined;
  private count = 0;
  // Counted apart, so that a fault more or less does not change how the others' ties fall.
  private faultCount = 0;

  constructor(shuffleSeed: number | undefined) {
    this.shuffleSeed = shuffleSeed;
  }

  /** Enters a call to be made at `atUs`. */
  add(atUs: number, run: () => void): void {
    this.enter(atUs, new Call(run));
  }

  /** Enters what is to happen at `atUs`: for what comes thousands of times in a run, without a closure. */
  enter(atUs: number, what: Due): void {
    const order = this.count++;
    const tie = this.shuffleSeed === undefined ? 0 : keyed(this.shuffleSeed, order);
    this.heap.push(new Entry(atUs, 0, tie, order, what));
  }

  /**
   * Enters a fault, after everything else of its instant. Faults of one instant come in the order of `key`, whenever
   * they were entered: one known beforehand is like one decided just now.
   */
  addFault(atUs: number, key: string, run: () => void): void {
    this.heap.push(new Entry(atUs, 1, hashString(key), this.faultCount++, new Call(run)));
  }

  /** The instant of the next entry, or `undefined` when nothing is left. */
  nextUs(): number | undefined {
    return this.heap.peek()?.atUs;
  }

  /** The instants of all entries, in order. */
  instants(): number[] {
    return this.heap
      .toArray()
      .map(({ atUs }) => atUs)
      .sort((a, b) => a - b);
  }

  /** Takes the next entry out. */
  take(): Due | undefined {
    return this.heap.pop()?.what;
  }
}
