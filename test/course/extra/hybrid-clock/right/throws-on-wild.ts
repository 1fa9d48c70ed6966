/** @approach Refuses by an exception; one packed number for wall and counter. */
import type { Node } from 'partial-failure';
import type { Timestamp } from 'partial-failure/hybrid-clock';

export class HybridClock {
  private last = [0, 0] as const as readonly [number, number];

  constructor(private readonly node: Node) {}

  now(): Timestamp {
    return this.after(this.last);
  }

  receive(remote: Timestamp): Timestamp {
    if (remote.wall - this.node.clock.timeOfDay() > 500) throw new RangeError('from the future');
    const [wall, counter] = this.last;
    const isLater = remote.wall > wall || (remote.wall === wall && remote.counter > counter);
    return this.after(isLater ? [remote.wall, remote.counter] : this.last);
  }

  compare(one: Timestamp, other: Timestamp): number {
    const key = ({ wall, counter, node }: Timestamp) =>
      [wall, counter].map((n) => String(n).padStart(20, '0')).join() + node;
    return key(one) === key(other) ? 0 : key(one) < key(other) ? -1 : 1;
  }

  private after([wall, counter]: readonly [number, number]): Timestamp {
    const time = this.node.clock.timeOfDay();
    this.last = time > wall ? [time, 0] : [wall, counter + 1];
    return { wall: this.last[0], counter: this.last[1], node: this.node.id };
  }
}
