/**
 * @breaks close
 * @misconception A logical clock orders all events, so its numbers can stand for the time.
 */
import type { Node } from 'partial-failure';
import type { Timestamp } from 'partial-failure/hybrid-clock';

export class HybridClock {
  private time = 0;

  constructor(private readonly node: Node) {}

  now(): Timestamp {
    this.time++;
    return { wall: this.time, counter: 0, node: this.node.id };
  }

  receive(remote: Timestamp): Timestamp | null {
    if (remote.wall > this.node.clock.timeOfDay() + 500) return null;
    this.time = Math.max(this.time, remote.wall);
    return this.now();
  }

  compare(one: Timestamp, other: Timestamp): number {
    if (one.wall !== other.wall) return one.wall - other.wall;
    return one.node < other.node ? -1 : one.node > other.node ? 1 : 0;
  }
}
