import type { Problem } from './problem.ts';
import { at, grown, item } from './words.ts';

// The words of a configuration: how far, in which state, which operations under way are placed, which open ones used.
const EVENT = 0;
const STATE = 1;
const PLACED = 2;

/**
 * The configurations from the start of the history to where the search stands, each a few words on top of the one it
 * came from, and the order in which operations were placed on the way.
 *
 * A configuration says all that matters for what can follow: the next event; the model's state; which of the finished
 * operations under way are placed already; which of the open ones are used.
 */
export class Path {
  /** How many words of a configuration are its key; the rest are the set of open operations used. */
  readonly keyWords: number;
  readonly setWords: number;
  /** Index of the configuration on top; -1 when the path is used up. */
  depth = 0;
  /** All configurations, one after the other; the one on top begins at `base`. */
  words: Int32Array;
  base = 0;
  /** The operations placed, and the state after each. */
  readonly order: number[] = [];
  readonly states: number[] = [];

  private readonly problem: Problem;
  private readonly width: number;
  /** By depth: how long `order` was below. */
  private readonly lengthsBelow: number[] = [0];
  /** By depth: the latest call among the operations placed. */
  private readonly latestCalls: number[] = [-Infinity];

  constructor(problem: Problem, initialState: number) {
    this.problem = problem;
    this.keyWords = PLACED + wordsFor(problem.slotCount);
    this.setWords = wordsFor(problem.operations.length - problem.finishedCount);
    this.width = this.keyWords + this.setWords;
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
    const { finishedCount, invokedAt, slot } = this.problem;
    if (operation >= finishedCount) this.setBit(this.keyWords, operation - finishedCount);
    else this.setBit(PLACED, at(slot, operation));
    const call = at(invokedAt, operation);
    if (call > this.latestCall) this.latestCalls[this.depth] = call;
    this.order.push(operation);
    this.states.push(this.state);
  }

  /** Whether a finished operation under way is placed. */
  isPlaced(operation: number): boolean {
    return this.hasBit(PLACED, at(this.problem.slot, operation));
  }

  /** Whether the open operation of that rank is used. */
  isUsed(rank: number): boolean {
    return this.hasBit(this.keyWords, rank);
  }

  /** Forgets that a finished operation is placed: it has returned, so it must be. Its slot is free for another. */
  retire(operation: number): void {
    const bit = at(this.problem.slot, operation);
    const word = this.base + PLACED + (bit >>> 5);
    this.words[word] = at(this.words, word) & ~(1 << (bit & 31));
  }

  private setBit(firstWord: number, bit: number): void {
    const word = this.base + firstWord + (bit >>> 5);
    this.words[word] = at(this.words, word) | (1 << (bit & 31));
  }

  private hasBit(firstWord: number, bit: number): boolean {
    return ((at(this.words, this.base + firstWord + (bit >>> 5)) >>> (bit & 31)) & 1) === 1;
  }
}

function wordsFor(bits: number): number {
  return (bits + 31) >>> 5;
}
