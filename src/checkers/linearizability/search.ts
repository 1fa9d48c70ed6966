import type { Problem } from './problem.ts';
import { NO_STATE, type Transitions } from './transitions.ts';
import { Visited } from './visited.ts';
import { at, grown, item } from './words.ts';

/** What the search found. Operations and states are numbers of the problem and of its transitions. */
export interface SearchResult {
  readonly verdict: 'ok' | 'illegal' | 'unknown';
  /** How many times an operation was placed. */
  readonly steps: number;
  /** The legal order that got furthest, and the state after each operation. */
  readonly order: readonly number[];
  readonly states: readonly number[];
  /** Unless ok: the first finished operation that no order explored gets past. */
  readonly blocked?: number;
  /** Unless ok: operations under way at that moment that `order` has not placed, `blocked` among them. */
  readonly unplaced: readonly number[];
  /** Unless ok: every state that the object can be in just before `blocked` returns, as far as explored. */
  readonly possibleStates: readonly number[];
}

// The words of a configuration: how far, in which state, which operations under way are placed, which open ones used.
const EVENT = 0;
const STATE = 1;
const PLACED = 2;

/**
 * Looks for a legal order of a history: depth first, with memory.
 *
 * The frame is that of Wing and Gong (*Testing and Verifying Concurrent Objects*, 1993) with Lowe's improvements
 * (*Testing for linearizability*, 2017): configurations met before are not met again (section 4), and operations are
 * placed just in time (section 5): the search walks from return to return, and only at the return of an operation that
 * is not placed yet does it branch, over the sequences of operations under way that end with that one. Beyond them:
 *
 * - *What only looks is placed at once.* A read or a refusal that is legal now can come first in every order that has it
 *   later. So they never make a branch. (Not so a write of the value that is there already: it may be needed later.)
 * - *Twins take turns.* Of two operations under way that the model cannot tell apart, the one that returns first goes
 *   first; of two such open ones the first called; and an open one yields to a finished one that would do the same.
 * - *Open operations are used only for effect.* When an open one has been placed and the next could have done without,
 *   leading to the same state, the branch is dropped; and see {@link Visited}.
 *
 * Deadlines of open operations (strictness at crashes; Aguilera and Frølund, *Strict linearizability and the power of
 * aborting*, 2003) say: not after any operation that was called later than the deadline. So a configuration remembers
 * the latest call among the operations placed. Placing early and swapping twins may then take an open operation its
 * chance; the first is done only when it cannot, the second not at all.
 *
 * @param budget how many operations may be placed before the answer is `unknown`.
 */
export function search<S>(problem: Problem, transitions: Transitions<S>, budget: number): SearchResult {
  return new Search(problem, transitions, budget).run();
}

class Search<S> {
  private readonly problem: Problem;
  private readonly transitions: Transitions<S>;
  private readonly budget: number;
  private readonly classOf: Int32Array;
  private readonly openCount: number;
  /** First word of the set of used open operations. */
  private readonly used: number;
  private readonly words: number;
  private readonly visited: Visited;
  private steps = 0;

  // The path: one frame for each branch taken, `depth` the topmost.
  private depth = -1;
  private configurations: Int32Array = new Int32Array(0);
  /** By frame: the latest call among the operations placed so far. */
  private readonly latestCalls: number[] = [];
  /** By frame: how long `order` is when the frame is topmost. */
  private readonly orderLengths: number[] = [];
  /** By frame: the state before the open operation that made this frame and placed nothing else, or NO_STATE. */
  private readonly statesWithout: number[] = [];
  /** By frame: the next choice and the end of its choices, in `choices`. */
  private readonly cursors: number[] = [];
  private readonly choiceEnds: number[] = [];
  /** Pairs of an operation and the state it leads to. */
  private choices: number[] = [];
  private readonly order: number[] = [];
  private readonly states: number[] = [];

  /** By class: the last branch at which a member was offered. */
  private readonly offeredAt: Int32Array;
  private branch = 0;

  private furthestEvent = -1;
  private furthestOrder: readonly number[] = [];
  private furthestStates: readonly number[] = [];

  constructor(problem: Problem, transitions: Transitions<S>, budget: number) {
    this.problem = problem;
    this.transitions = transitions;
    this.budget = budget;
    this.classOf = transitions.classOf;
    this.openCount = problem.operations.length - problem.finishedCount;
    this.used = PLACED + wordsFor(problem.slotCount);
    this.words = this.used + wordsFor(this.openCount);
    this.visited = new Visited(this.used, this.words - this.used);
    this.offeredAt = new Int32Array(problem.operations.length);
  }

  run(): SearchResult {
    this.configurations = new Int32Array(16 * this.words);
    this.configurations[STATE] = this.transitions.initial();
    this.latestCalls[0] = -Infinity;
    this.depth = 0;
    if (this.settle(NO_STATE)) return this.result('ok');
    while (this.depth >= 0) {
      const cursor = item(this.cursors, this.depth);
      if (cursor === item(this.choiceEnds, this.depth)) {
        this.noteFurthest();
        this.depth--;
        continue;
      }
      this.cursors[this.depth] = cursor + 2;
      if (this.choose(item(this.choices, cursor), item(this.choices, cursor + 1))) return this.result('ok');
      if (this.steps > this.budget) break;
    }
    const exhausted = this.depth < 0;
    for (; this.depth >= 0; this.depth--) this.noteFurthest();
    return this.result(exhausted ? 'illegal' : 'unknown');
  }

  /** Makes a frame on top in which `operation` is placed and the state is `next`. True when that ends the history. */
  private choose(operation: number, next: number): boolean {
    const from = this.depth * this.words;
    const to = from + this.words;
    const before = at(this.configurations, from + STATE);
    this.configurations = grown(this.configurations, to + this.words);
    this.configurations.copyWithin(to, from, to);
    this.configurations[to + STATE] = next;
    this.order.length = item(this.orderLengths, this.depth);
    this.states.length = this.order.length;
    this.latestCalls[this.depth + 1] = item(this.latestCalls, this.depth);
    this.depth++;
    this.place(operation);
    const isOpen = operation >= this.problem.finishedCount;
    return this.settle(isOpen ? before : NO_STATE);
  }

  /**
   * Makes the configuration on top ready: places what only looks, walks on to the next return of an operation that
   * is not placed, and lists the choices there. Drops the frame when its like was met before.
   *
   * @param without the state before the open operation that was placed last, or NO_STATE.
   * @returns whether the history ends here.
   */
  private settle(without: number): boolean {
    const base = this.depth * this.words;
    const startEvent = at(this.configurations, base + EVENT);
    const placedBefore = this.order.length;
    if (this.depth > 0) this.placeObserversUnderWay(base, startEvent);
    if (this.walk(base, startEvent)) return true;
    if (!this.visited.add(this.configurations, base)) {
      this.depth--;
      return false;
    }
    this.orderLengths[this.depth] = this.order.length;
    this.listChoices(base, this.order.length === placedBefore ? without : NO_STATE);
    return false;
  }

  /** Places the operations under way that are legal and only look. */
  private placeObserversUnderWay(base: number, event: number): void {
    const { live, liveFrom } = this.problem;
    const state = at(this.configurations, base + STATE);
    const end = at(liveFrom, event + 1);
    for (let i = at(liveFrom, event); i < end; i++) {
      const operation = at(live, i);
      if (!this.isPlaced(base, operation) && this.canLookNow(base, state, operation)) this.place(operation);
    }
  }

  /** Goes from event to event up to the return of an operation that is not placed. True at the end of the history. */
  private walk(base: number, startEvent: number): boolean {
    const { events, slot } = this.problem;
    const state = at(this.configurations, base + STATE);
    let event = startEvent;
    for (; event < events.length; event++) {
      const call = at(events, event);
      if (call >= 0) {
        if (this.canLookNow(base, state, call)) this.place(call);
        continue;
      }
      if (!this.isPlaced(base, ~call)) break;
      const place = at(slot, ~call);
      const word = base + PLACED + (place >>> 5);
      this.configurations[word] = at(this.configurations, word) & ~(1 << (place & 31));
    }
    this.configurations[base + EVENT] = event;
    return event === events.length;
  }

  /** Whether a finished operation that is under way can be placed now without loss, because it only looks. */
  private canLookNow(base: number, state: number, operation: number): boolean {
    const operationClass = at(this.classOf, operation);
    if (this.transitions.observes[operationClass] !== true) return false;
    if (this.transitions.step(state, operationClass) !== state) return false;
    return !this.problem.hasDeadlines || !this.wouldForbid(base, at(this.problem.invokedAt, operation));
  }

  /** Whether placing an operation called at `call` would rule out an open one that could still be placed. */
  private wouldForbid(base: number, call: number): boolean {
    const latestCall = item(this.latestCalls, this.depth);
    for (let i = 0; i < this.openCount; i++) {
      const deadline = at(this.problem.latestEffect, this.problem.finishedCount + i);
      if (deadline < call && deadline >= latestCall && !this.isUsed(base, i)) return true;
    }
    return false;
  }

  /** Puts the operation at the end of the order, in the configuration on top. */
  private place(operation: number): void {
    const { problem, configurations } = this;
    const isOpen = operation >= problem.finishedCount;
    const bit = isOpen ? operation - problem.finishedCount : at(problem.slot, operation);
    const word = this.depth * this.words + (isOpen ? this.used : PLACED) + (bit >>> 5);
    configurations[word] = at(configurations, word) | (1 << (bit & 31));
    const call = at(problem.invokedAt, operation);
    if (call > item(this.latestCalls, this.depth)) this.latestCalls[this.depth] = call;
    this.order.push(operation);
    this.states.push(at(configurations, this.depth * this.words + STATE));
    this.steps++;
  }

  private isPlaced(base: number, operation: number): boolean {
    const place = at(this.problem.slot, operation);
    return ((at(this.configurations, base + PLACED + (place >>> 5)) >>> (place & 31)) & 1) === 1;
  }

  private isUsed(base: number, open: number): boolean {
    return ((at(this.configurations, base + this.used + (open >>> 5)) >>> (open & 31)) & 1) === 1;
  }

  /** Lists what can be placed next in the configuration on top: finished operations first, then open ones. */
  private listChoices(base: number, without: number): void {
    const start = this.depth === 0 ? 0 : item(this.choiceEnds, this.depth - 1);
    this.choices.length = start;
    this.branch++;
    this.listFinished(base, without);
    this.listOpen(base, without);
    this.cursors[this.depth] = start;
    this.choiceEnds[this.depth] = this.choices.length;
  }

  private listFinished(base: number, without: number): void {
    const { transitions } = this;
    const { live, liveFrom, hasDeadlines } = this.problem;
    const event = at(this.configurations, base + EVENT);
    const state = at(this.configurations, base + STATE);
    const end = at(liveFrom, event + 1);
    for (let i = at(liveFrom, event); i < end; i++) {
      const operation = at(live, i);
      if (this.isPlaced(base, operation)) continue;
      const operationClass = at(this.classOf, operation);
      const next = transitions.step(state, operationClass);
      if (next === NO_STATE || (!hasDeadlines && this.wasOffered(operationClass))) continue;
      if (without !== NO_STATE && transitions.step(without, operationClass) === next) continue;
      this.choices.push(operation, next);
    }
  }

  private listOpen(base: number, without: number): void {
    const { transitions, problem } = this;
    const { hasDeadlines } = problem;
    const state = at(this.configurations, base + STATE);
    const called = at(problem.openCalled, at(this.configurations, base + EVENT));
    const finishedEnd = this.choices.length;
    for (let i = 0; i < called; i++) {
      if (this.isUsed(base, i)) continue;
      const operation = problem.finishedCount + i;
      const operationClass = at(this.classOf, operation);
      if (!hasDeadlines && this.wasOffered(operationClass)) continue;
      if (at(problem.latestEffect, operation) < item(this.latestCalls, this.depth)) continue;
      for (const next of transitions.open(state, operationClass)) {
        if (without !== NO_STATE && transitions.open(without, operationClass).includes(next)) continue;
        if (!hasDeadlines && this.hasFinishedTwin(operationClass, next, finishedEnd)) continue;
        this.choices.push(operation, next);
      }
    }
  }

  /** Whether a member of the class was offered at this branch already; notes that one is now. */
  private wasOffered(operationClass: number): boolean {
    if (this.offeredAt[operationClass] === this.branch) return true;
    this.offeredAt[operationClass] = this.branch;
    return false;
  }

  /** Whether a finished operation among this branch's choices has the same input and leads to the same state. */
  private hasFinishedTwin(operationClass: number, next: number, finishedEnd: number): boolean {
    const { inputOf } = this.transitions;
    const start = this.depth === 0 ? 0 : item(this.choiceEnds, this.depth - 1);
    for (let i = start; i < finishedEnd; i += 2) {
      if (this.choices[i + 1] !== next) continue;
      if (inputOf[at(this.classOf, item(this.choices, i))] === inputOf[operationClass]) return true;
    }
    return false;
  }

  /** Keeps the order of the frame on top if it is the furthest yet; among equals the shortest, which assumes least. */
  private noteFurthest(): void {
    const event = at(this.configurations, this.depth * this.words + EVENT);
    const length = item(this.orderLengths, this.depth);
    if (event < this.furthestEvent) return;
    if (event === this.furthestEvent && length >= this.furthestOrder.length) return;
    this.furthestEvent = event;
    this.furthestOrder = this.order.slice(0, length);
    this.furthestStates = this.states.slice(0, length);
  }

  private result(verdict: 'ok' | 'illegal' | 'unknown'): SearchResult {
    const { steps, problem, furthestEvent } = this;
    if (verdict === 'ok') {
      return { verdict, steps, order: this.order, states: this.states, unplaced: [], possibleStates: [] };
    }
    const placed = new Set(this.furthestOrder);
    const underWay = problem.live.subarray(
      at(problem.liveFrom, furthestEvent),
      at(problem.liveFrom, furthestEvent + 1),
    );
    return {
      verdict,
      steps,
      order: this.furthestOrder,
      states: this.furthestStates,
      blocked: ~at(problem.events, furthestEvent),
      unplaced: [...underWay].filter((operation) => !placed.has(operation)),
      possibleStates: this.visited.secondWordsOf(furthestEvent),
    };
  }
}

function wordsFor(bits: number): number {
  return (bits + 31) >>> 5;
}
