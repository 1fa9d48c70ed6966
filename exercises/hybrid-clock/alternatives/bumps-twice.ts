/** @approach Counters from 1; an event before the message is taken over, and one after; the bound is measured from the later of wall and clock. */
import type { Node } from 'partial-failure';
import type { Timestamp } from 'partial-failure/hybrid-clock';

const order = ({ wall, counter, node }: Timestamp): readonly [number, number, string] => [
  wall,
  counter,
  node,
];

export class HybridClock {
  #wall = -1;
  #counter = 0;
  readonly #node: Node;

  constructor(node: Node) {
    this.#node = node;
  }

  now = (): Timestamp => {
    const time = this.#node.clock.timeOfDay();
    this.#counter = time > this.#wall ? 1 : this.#counter + 1;
    if (time > this.#wall) this.#wall = time;
    return { wall: this.#wall, counter: this.#counter, node: this.#node.id };
  };

  receive(remote: Timestamp): Timestamp | null {
    const time = Math.max(this.#wall, this.#node.clock.timeOfDay());
    if (remote.wall > time + 500) return null;
    this.now();
    if (remote.wall > this.#wall) [this.#wall, this.#counter] = [remote.wall, remote.counter];
    else if (remote.wall === this.#wall) this.#counter = Math.max(this.#counter, remote.counter);
    return this.now();
  }

  compare(one: Timestamp, other: Timestamp): number {
    const left = order(one);
    const right = order(other);
    for (const i of [0, 1, 2] as const) {
      if (left[i] < right[i]) return -1;
      if (left[i] > right[i]) return 1;
    }
    return 0;
  }
}
