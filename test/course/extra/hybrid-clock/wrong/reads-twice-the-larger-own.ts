/**
 * @breaks monotonic
 */
import type { Node } from 'partial-failure';
import type { Timestamp } from 'partial-failure/hybrid-clock';

export class HybridClock {
  private wall = 0;
  private counter = 0;

  constructor(private readonly node: Node) {}

  now(): Timestamp {
    const time = this.node.clock.timeOfDay();
    if (time > this.wall) {
      this.wall = time;
      this.counter = 0;
    } else {
      this.counter++;
    }
    return this.stamp();
  }

  receive(remote: Timestamp): Timestamp | null {
    const time = this.node.clock.timeOfDay();
    if (remote.wall > time + 500) return null;
    const wall = Math.max(time, this.wall, remote.wall);
    if (wall === this.wall && wall === remote.wall) this.counter = Math.max(this.counter, remote.counter) + 1;
    else if (wall === this.wall) this.counter = remote.counter + 1;
    else if (wall === remote.wall) this.counter = remote.counter + 1;
    else this.counter = 0;
    this.wall = wall;
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
