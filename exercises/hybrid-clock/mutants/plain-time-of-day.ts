/**
 * @breaks monotonic
 * @misconception The time of day orders events well enough.
 */
import type { Node } from 'partial-failure';
import type { Timestamp } from 'partial-failure/hybrid-clock';

export class HybridClock {
  constructor(private readonly node: Node) {}

  now(): Timestamp {
    return { wall: this.node.clock.timeOfDay(), counter: 0, node: this.node.id };
  }

  receive(remote: Timestamp): Timestamp | null {
    const stamp = this.now();
    return remote.wall > stamp.wall + 500 ? null : stamp;
  }

  compare(one: Timestamp, other: Timestamp): number {
    if (one.wall !== other.wall) return one.wall - other.wall;
    return one.node < other.node ? -1 : one.node > other.node ? 1 : 0;
  }
}
