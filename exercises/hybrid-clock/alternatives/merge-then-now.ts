/** @approach A received timestamp is taken over, and the event of its arrival is an ordinary one after it. */
import type { Node } from 'partial-failure';
import type { Timestamp } from 'partial-failure/hybrid-clock';

export class HybridClock {
  private latest: Timestamp;

  constructor(private readonly node: Node) {
    this.latest = { wall: 0, counter: 0, node: node.id };
  }

  now(): Timestamp {
    const wall = Math.max(this.node.clock.timeOfDay(), this.latest.wall);
    const counter = wall === this.latest.wall ? this.latest.counter + 1 : 0;
    return (this.latest = { wall, counter, node: this.node.id });
  }

  receive(remote: Timestamp): Timestamp | null {
    if (remote.wall - this.node.clock.timeOfDay() > 500) return null;
    if (this.compare(this.latest, remote) < 0) this.latest = remote;
    return this.now();
  }

  compare(one: Timestamp, other: Timestamp): number {
    const sign = Math.sign(one.wall - other.wall) || Math.sign(one.counter - other.counter);
    return sign !== 0 ? sign : Number(one.node > other.node) - Number(one.node < other.node);
  }
}
