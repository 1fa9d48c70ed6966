import type { Problem } from './problem.ts';
import { at, grown, item } from './words.ts';

/** How the words of a configuration are divided. The first are the next event and the state. */
export interface Layout {
  /** Words that say where in the history it is, in which state, and which operations that do not overwrite are placed. */
  readonly keyWords: number;
  /** Words that say which operations that overwrite are placed; as many follow that say which are excused. */
  readonly overwriterWords: number;
  /** Words that say which of the open operations are used. */
  readonly openWords: number;
}

const EVENT = 0;
const STATE = 1;
const PLACED = 2;

/**
 * The configurations from the start of the history to where the search stands, each a few words on top of the one it
 * came from, and the order in which operations were placed on the way.
 *
 * A configuration says all that matters for what can follow: the next event; the model's state; which of the finished
 * operations under way are placed already; which of the others are *excused*; which of the open ones are used.
 *
 * An operation is excused when it overwrites, and since its call another that overwrites was placed: just before that
 * one it would go unseen. So it need not be placed any more, and still may be.
 */
export class Path {
  readonly layout: Layout;
  /** Index of the configuration on top; -1 when the path is used up. */
  depth = 0;
  /** All configurations, one after the other; the one on top begins at `base`. */
  words: Int32Array;
  base = 0;
  /**
   * The operations placed, and the state after each. `~operation` stands for an excused one that has returned: its place
   * is before the last one before it that overwrites.
   */
  readonly order: number[] = [];
  readonly states: number[] = [];

  private readonly problem: Problem;
  private readonly overwriters: number;
  private readonly excused: number;
  private readonly used: number;
  private readonly width: number;
  /** By depth: how long `order` was below. */
  private readonly lengthsBelow: number[] = [0];
  /** By depth: the latest call among the operations placed. */
  private readonly latestCalls: number[] = [-Infinity];

  constructor(problem: Problem, initialState: number) {
    this.problem = problem;
    this.layout = {
      keyWords: PLACED + wordsFor(problem.slotCount),
      overwriterWords: wordsFor(problem.overwriterSlotCount),
      openWords: wordsFor(problem.operations.length - problem.finishedCount),
    };
    this.overwriters = this.layout.keyWords;
    this.excused = this.overwriters + this.layout.overwriterWords;
    this.used = this.excused + this.layout.overwriterWords;
    this.width = this.used + this.layout.openWords;
    this.words = new Int32Array(16 * this.width);
    this.words[STATE] = initialState;
  }

  /** The next event. */
  get event(): number {
    return at(this.words, this.base + EVENT);
  }

  set event(event: number) {
    this.words[this.base + EVENT] = event;
  }

  get state(): number {
    return at(this.words, this.base + STATE);
  }

  /** The latest call among the operations placed, in microseconds. */
  get latestCall(): number {
    return item(this.latestCalls, this.depth);
  }

  /** How many operations were placed in the configuration on top. */
  get placedHere(): number {
    return this.order.length - item(this.lengthsBelow, this.depth);
  }

  /** Puts a configuration on top that differs from the one below in its state. */
  push(state: number): void {
    const base = this.base + this.width;
    this.words = grown(this.words, base + this.width);
    this.words.copyWithin(base, this.base, base);
    this.words[base + STATE] = state;
    this.latestCalls[this.depth + 1] = item(this.latestCalls, this.depth);
    this.base = base;
    this.depth++;
    this.lengthsBelow[this.depth] = this.order.length;
  }

  /** Takes the configuration on top away, and what was placed in it. */
  pop(): void {
    const length = item(this.lengthsBelow, this.depth);
    this.order.length = length;
    this.states.length = length;
    this.base -= this.width;
    this.depth--;
  }

  /** Puts an operation at the end of the order. The state is the one on top already. */
  place(operation: number): void {
    const { finishedCount, invokedAt, overwrites, slot } = this.problem;
    if (operation >= finishedCount) {
      this.setBit(this.used, operation - finishedCount);
    } else if (overwrites[operation] === 1) {
      this.setBit(this.overwriters, at(slot, operation));
      this.clearBit(this.excused, at(slot, operation));
    } else {
      this.setBit(PLACED, at(slot, operation));
    }
    const call = at(invokedAt, operation);
    if (call > this.latestCall) this.latestCalls[this.depth] = call;
    this.order.push(operation);
    this.states.push(this.state);
  }

  /** Excuses an operation under way that overwrites and is not placed. */
  excuse(operation: number): void {
    this.setBit(this.excused, at(this.problem.slot, operation));
  }

  /** Notes that an excused operation has returned. @param state the one it leaves. */
  hide(operation: number, state: number): void {
    this.clearBit(this.excused, at(this.problem.slot, operation));
    this.order.push(~operation);
    this.states.push(state);
  }

  /** Whether a finished operation under way is placed. */
  isPlaced(operation: number): boolean {
    const firstWord = this.problem.overwrites[operation] === 1 ? this.overwriters : PLACED;
    return this.hasBit(firstWord, at(this.problem.slot, operation));
  }

  /** Whether a finished operation under way is excused. */
  isExcused(operation: number): boolean {
    return (
      this.problem.overwrites[operation] === 1 && this.hasBit(this.excused, at(this.problem.slot, operation))
    );
  }

  /** Whether the open operation of that rank is used. */
  isUsed(rank: number): boolean {
    return this.hasBit(this.used, rank);
  }

  /** Forgets that a finished operation is placed: it has returned, so it must be. Its slot is free for another. */
  retire(operation: number): void {
    const firstWord = this.problem.overwrites[operation] === 1 ? this.overwriters : PLACED;
    this.clearBit(firstWord, at(this.problem.slot, operation));
  }

  private setBit(firstWord: number, bit: number): void {
    const word = this.base + firstWord + (bit >>> 5);
    this.words[word] = at(this.words, word) | (1 << (bit & 31));
  }

  private clearBit(firstWord: number, bit: number): void {
    const word = this.base + firstWord + (bit >>> 5);
    this.words[word] = at(this.words, word) & ~(1 << (bit & 31));
  }

  private hasBit(firstWord: number, bit: number): boolean {
    return ((at(this.words, this.base + firstWord + (bit >>> 5)) >>> (bit & 31)) & 1) === 1;
  }
}

function wordsFor(bits: number): number {
  return (bits + 31) >>> 5;
}
