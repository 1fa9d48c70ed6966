/**
 * A binary min-heap. `pop` gives the smallest item by `compare`.
 *
 * Items that compare equal come out in an order that depends on the whole sequence of calls: where the order decides
 * anything, make `compare` total (the agenda breaks ties by key).
 *
 * `push` and `pop` take O(log n) comparisons. Popping walks the hole to the bottom and then lifts the last item, about
 * half the comparisons of the textbook way, since the last item nearly always belongs near the bottom (Wegener,
 * *Bottom-up-heapsort*, 1993).
 */
export class Heap<T extends NonNullable<unknown>> {
  private readonly items: T[] = [];
  private readonly compare: (a: T, b: T) => number;

  /** @param compare negative when `a` comes out before `b`; must be a consistent order. */
  constructor(compare: (a: T, b: T) => number) {
    this.compare = compare;
  }

  /** How many items wait. */
  get size(): number {
    return this.items.length;
  }

  /** The smallest item, left where it is, or `undefined` when empty. */
  peek(): T | undefined {
    return this.items[0];
  }

  /** Adds an item. */
  push(item: T): void {
    this.items.push(item);
    this.lift(item, this.items.length - 1);
  }

  /** Takes the smallest item out, or gives `undefined` when empty. */
  pop(): T | undefined {
    const { items, compare } = this;
    const smallest = items[0];
    const last = items.pop();
    if (last === undefined || items.length === 0) return smallest;
    let hole = 0;
    for (;;) {
      const left = 2 * hole + 1;
      let child = items[left];
      if (child === undefined) break;
      let from = left;
      const right = items[left + 1];
      if (right !== undefined && compare(right, child) < 0) {
        child = right;
        from = left + 1;
      }
      items[hole] = child;
      hole = from;
    }
    this.lift(last, hole);
    return smallest;
  }

  /** Drops every item. */
  clear(): void {
    this.items.length = 0;
  }

  /** Every waiting item, in no useful order; a copy. */
  toArray(): T[] {
    return this.items.slice();
  }

  /** Puts `item` into the hole at `index`, moving larger ancestors down. */
  private lift(item: T, index: number): void {
    const { items, compare } = this;
    let hole = index;
    while (hole > 0) {
      const parentIndex = (hole - 1) >>> 1;
      const parent = items[parentIndex];
      if (parent === undefined || compare(item, parent) >= 0) break;
      items[hole] = parent;
      hole = parentIndex;
    }
    items[hole] = item;
  }
}
