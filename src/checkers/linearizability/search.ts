import { Path } from './path.ts';
import type { Problem } from './problem.ts';
import { NO_STATE, type Transitions } from './transitions.ts';
import { Visited } from './visited.ts';
import { at, item } from './words.ts';

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
  /** Unless ok: finished operations under way at that moment that `order` has not placed, `blocked` first. */
  readonly unplaced: readonly number[];
  /** Unless ok: every state that the object can be in just before `blocked` returns, as far as explored. */
  readonly possibleStates: readonly number[];
}

/**
 * Looks for a legal order of a history: depth first, with memory.
 *
 * The frame is that of Wing and Gong (*Testing and Verifying Concurrent Objects*, 1993) with Lowe's improvements
 * (*Testing for linearizability*, 2017): configurations met before are not met again, and operations are placed just in
 * time: the search walks from return to return, and only at the return of an operation that is not placed yet does it
 * branch, over the sequences of operations under way that end with that one. Beyond them:
 *
 * - *What only looks is placed at once.* A read or a refusal that is legal now can come first in every order that has it
 *   later. So they never make a branch. (Not so a write of the value that is there already: it may be needed later.)
 * - *Twins take turns.* Of two operations under way that the model cannot tell apart, the one that returns first goes
 *   first; of two such open ones the first called; and an open one yields to a finished one that would do the same.
 * - *Open operations are used only for effect.* When an open one has been placed and the next could have done without,
 *   leading to the same state, the branch is dropped; and see {@link Visited}.
 * - *Likely ones first:* those after which the operation that is due can be placed.
 *
 * Deadlines of open operations (strictness at crashes; Aguilera and Frølund, *Strict linearizability and the power of
 * aborting*, 2003) say: not after any operation that was called later than the deadline. So a configuration remembers
 * the latest call among the operations placed. Placing early and swapping twins may then take an open operation its
 * chance; the first is done only when it cannot, the second not at all.
 *
 * @param budget how many operations may be placed before the answer is `unknown`.
 */
export function search<S>(problem: Problem, transitions: Transitions<S>, budget: number): SearchResult {
  return new Search(problem, transitions).run(budget);
}

class Search<S> {
  private readonly problem: Problem;
  private readonly transitions: Transitions<S>;
  private readonly path: Path;
  private readonly visited: Visited;
  private steps = 0;

  /** What can be placed next, for all configurations of the path: pairs of an operation and the state it leads to. */
  private readonly choices: number[] = [];
  /** The less likely ones of the configuration on top, while its choices are listed. */
  private readonly unpromising: number[] = [];
  /** By depth of the path: the next choice to try, and where those of this depth end. */
  private readonly cursors: number[] = [];
  private readonly choiceEnds: number[] = [];

  /** By class: the last branch at which a member was offered. */
  private readonly offeredAt: Int32Array;
  /** By input: the last branch at which a finished operation with that input was offered, and where it leads. */
  private readonly finishedAt: Int32Array;
  private readonly finishedLeads: Int32Array;
  private branch = 0;

  private furthestEvent = -1;
  private furthestOrder: readonly number[] = [];
  private furthestStates: readonly number[] = [];

  constructor(problem: Problem, transitions: Transitions<S>) {
    this.problem = problem;
    this.transitions = transitions;
    this.path = new Path(problem, transitions.initial());
    this.visited = new Visited(this.path.keyWords, this.path.setWords);
    this.offeredAt = new Int32Array(problem.operations.length);
    this.finishedAt = new Int32Array(problem.operations.length);
    this.finishedLeads = new Int32Array(problem.operations.length);
  }

  run(budget: number): SearchResult {
    const { path } = this;
    if (this.walk()) return this.result('ok', path.order, path.states);
    this.visited.add(path.words, path.base);
    this.listChoices(NO_STATE);
    while (path.depth >= 0 && this.steps <= budget) {
      const cursor = item(this.cursors, path.depth);
      if (cursor === item(this.choiceEnds, path.depth)) {
        this.noteFurthest();
        path.pop();
        continue;
      }
      this.cursors[path.depth] = cursor + 2;
      if (this.choose(item(this.choices, cursor), item(this.choices, cursor + 1))) {
        return this.result('ok', path.order, path.states);
      }
    }
    const verdict = path.depth < 0 ? 'illegal' : 'unknown';
    for (; path.depth >= 0; path.pop()) this.noteFurthest();
    return this.result(verdict, this.furthestOrder, this.furthestStates);
  }

  /** Places an operation that leads to `next`, in a configuration of its own. True when that ends the history. */
  private choose(operation: number, next: number): boolean {
    const { path, problem } = this;
    const { state } = path;
    path.push(next);
    this.place(operation);
    this.lookUnderWay();
    if (this.walk()) return true;
    if (!this.visited.add(path.words, path.base)) path.pop();
    else this.listChoices(operation >= problem.finishedCount && path.placedHere === 1 ? state : NO_STATE);
    return false;
  }

  /** Places the operations under way that are legal and only look. */
  private lookUnderWay(): void {
    const { live, liveFrom } = this.problem;
    const { event } = this.path;
    const end = at(liveFrom, event + 1);
    for (let i = at(liveFrom, event); i < end; i++) {
      const operation = at(live, i);
      if (!this.path.isPlaced(operation) && this.canLookNow(operation)) this.place(operation);
    }
  }

  /** Goes from event to event up to the return of an operation that is not placed. True at the end of the history. */
  private walk(): boolean {
    const { path } = this;
    const { events } = this.problem;
    let { event } = path;
    for (; event < events.length; event++) {
      const call = at(events, event);
      if (call >= 0) {
        if (this.canLookNow(call)) this.place(call);
      } else if (path.isPlaced(~call)) {
        path.retire(~call);
      } else {
        break;
      }
    }
    path.event = event;
    return event === events.length;
  }

  private place(operation: number): void {
    this.path.place(operation);
    this.steps++;
  }

  /** Whether a finished operation that is under way can be placed now without loss, because it only looks. */
  private canLookNow(operation: number): boolean {
    const { path, problem, transitions } = this;
    const operationClass = at(transitions.classOf, operation);
    if (transitions.observes[operationClass] !== true) return false;
    if (transitions.step(path.state, operationClass) !== path.state) return false;
    return !problem.hasDeadlines || !this.wouldForbid(at(problem.invokedAt, operation));
  }

  /** Whether placing an operation called at `call` would rule out an open one that could still be placed. */
  private wouldForbid(call: number): boolean {
    const { path } = this;
    const { finishedCount, latestEffect, operations } = this.problem;
    for (let open = finishedCount; open < operations.length; open++) {
      const deadline = at(latestEffect, open);
      if (deadline < call && deadline >= path.latestCall && !path.isUsed(open - finishedCount)) return true;
    }
    return false;
  }

  /**
   * Lists what can be placed next in the configuration on top: first what allows the operation that is due to come
   * next; finished operations before open ones.
   *
   * @param without the state below if only an open operation was placed since, else NO_STATE.
   */
  private listChoices(without: number): void {
    const { depth } = this.path;
    const start = depth === 0 ? 0 : item(this.choiceEnds, depth - 1);
    this.choices.length = start;
    this.unpromising.length = 0;
    this.branch++;
    this.listFinished(without);
    this.listOpen(without);
    for (const word of this.unpromising) this.choices.push(word);
    this.cursors[depth] = start;
    this.choiceEnds[depth] = this.choices.length;
  }

  private listFinished(without: number): void {
    const { path, transitions } = this;
    const { live, liveFrom } = this.problem;
    const end = at(liveFrom, path.event + 1);
    for (let i = at(liveFrom, path.event); i < end; i++) {
      const operation = at(live, i);
      if (path.isPlaced(operation)) continue;
      const operationClass = at(transitions.classOf, operation);
      const next = transitions.step(path.state, operationClass);
      if (next === NO_STATE || this.hasTwin(operationClass)) continue;
      if (without !== NO_STATE && transitions.step(without, operationClass) === next) continue;
      const input = item(transitions.inputOf, operationClass);
      this.finishedAt[input] = this.branch;
      this.finishedLeads[input] = next;
      this.offer(operation, next);
    }
  }

  private listOpen(without: number): void {
    const { path, transitions } = this;
    const { finishedCount, latestEffect, openCalled } = this.problem;
    const called = at(openCalled, path.event);
    for (let rank = 0; rank < called; rank++) {
      const operation = finishedCount + rank;
      const operationClass = at(transitions.classOf, operation);
      if (path.isUsed(rank) || this.hasTwin(operationClass)) continue;
      if (at(latestEffect, operation) < path.latestCall) continue;
      for (const next of transitions.open(path.state, operationClass)) {
        if (without !== NO_STATE && transitions.open(without, operationClass).includes(next)) continue;
        if (this.hasFinishedTwin(operationClass, next)) continue;
        this.offer(operation, next);
      }
    }
  }

  /** Adds a choice, at the end if the operation that is due cannot come right after it. */
  private offer(operation: number, next: number): void {
    const due = ~at(this.problem.events, this.path.event);
    const allowsDue = this.transitions.step(next, at(this.transitions.classOf, due)) !== NO_STATE;
    (allowsDue || operation === due ? this.choices : this.unpromising).push(operation, next);
  }

  /** Whether a member of the class has been offered at this branch already; notes that one is now. */
  private hasTwin(operationClass: number): boolean {
    if (this.problem.hasDeadlines) return false;
    if (this.offeredAt[operationClass] === this.branch) return true;
    this.offeredAt[operationClass] = this.branch;
    return false;
  }

  /** Whether a finished operation with the same input that leads to the same state was offered at this branch. */
  private hasFinishedTwin(operationClass: number, next: number): boolean {
    if (this.problem.hasDeadlines) return false;
    const input = item(this.transitions.inputOf, operationClass);
    return this.finishedAt[input] === this.branch && this.finishedLeads[input] === next;
  }

  /** Keeps the path if it is the furthest yet; among those that got as far the shortest, which assumes least. */
  private noteFurthest(): void {
    const { event, order, states } = this.path;
    if (event < this.furthestEvent) return;
    if (event === this.furthestEvent && order.length >= this.furthestOrder.length) return;
    this.furthestEvent = event;
    this.furthestOrder = order.slice();
    this.furthestStates = states.slice();
  }

  private result(
    verdict: SearchResult['verdict'],
    order: readonly number[],
    states: readonly number[],
  ): SearchResult {
    const { steps, problem } = this;
    if (verdict === 'ok') return { verdict, steps, order, states, unplaced: [], possibleStates: [] };
    const { events, live, liveFrom } = problem;
    const placed = new Set(order);
    const underWay = live.subarray(at(liveFrom, this.furthestEvent), at(liveFrom, this.furthestEvent + 1));
    return {
      verdict,
      steps,
      order,
      states,
      blocked: ~at(events, this.furthestEvent),
      unplaced: Array.from(underWay).filter((operation) => !placed.has(operation)),
      possibleStates: this.visited.secondWordsOf(this.furthestEvent),
    };
  }
}
