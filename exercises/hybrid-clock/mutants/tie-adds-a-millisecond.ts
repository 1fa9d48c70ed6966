/**
 * @breaks close
 * @misconception Two events in one millisecond: the second one gets the next.
 */
import type { Node } from 'partial-failure';
import type { Timestamp } from 'partial-failure/hybrid-clock';

export class HybridClock {
  private wall = 0;
  private counter = 0;

  constructor(private readonly node: Node) {}

  now(): Timestamp {
    const time = this.node.clock.timeOfDay();
    this.wall = Math.max(time, this.wall + 1);
    this.counter = 0;
    return this.stamp();
  }

  receive(remote: Timestamp): Timestamp | null {
    const time = this.node.clock.timeOfDay();
    if (remote.wall > time + 500) return null;
    this.wall = Math.max(time, this.wall + 1, remote.wall + 1);
    return this.stamp();
  }

  compare(one: Timestamp, other: Timestamp): number {
    if (one.wall !== other.wall) return one.wall - other.wall;
    if (one.counter !== other.counter) return one.counter - other.counter;
    return one.node < other.node ? -1 : one.node > other.node ? 1 : 0;
  }

  private stamp(): Timestamp {
    return { wall: this.wall, counter: this.counter, node: this.node.id };
  }
}
