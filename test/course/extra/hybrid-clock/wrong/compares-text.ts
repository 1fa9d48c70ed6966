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
    else if (wall === this.wall) this.counter++;
    else if (wall === remote.wall) this.counter = remote.counter + 1;
    else this.counter = 0;
    this.wall = wall;
    return this.stamp();
  }

  compare(one: Timestamp, other: Timestamp): number {
    const text = ({ wall, counter, node }: Timestamp) => `${wall}-${counter}-${node}`;
    return text(one) < text(other) ? -1 : text(one) > text(other) ? 1 : 0;
  }

  private stamp(): Timestamp {
    return { wall: this.wall, counter: this.counter, node: this.node.id };
  }
}
