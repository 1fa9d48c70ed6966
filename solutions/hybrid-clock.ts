import type { Node } from 'partial-failure';
import type { Timestamp } from 'partial-failure/hybrid-clock';

/** Two clocks within 250 ms of real time are within twice that of each other. One farther ahead is broken. */
const AHEAD_MAX_MS = 500;

/**
 * A hybrid logical clock, after Kulkarni, Demirbas, Madappa, Avva and Leone, "Logical Physical Clocks" (OPODIS 2014).
 *
 * `wall` is the highest time of day in the event's causal past: never ahead of the fastest clock, never behind this
 * node's own. `counter` is a Lamport clock for the events between two values of `wall`: it begins anew with each.
 */
export class HybridClock {
  private wall = 0;
  private counter = 0;

  constructor(private readonly node: Node) {}

  now(): Timestamp {
    return this.advance(this.node.clock.timeOfDay(), 0);
  }

  receive(remote: Timestamp): Timestamp | null {
    const timeOfDay = this.node.clock.timeOfDay();
    // Before anything is kept: with the wall of a broken clock this node, and all that hear of it, would be off for good.
    if (remote.wall - timeOfDay > AHEAD_MAX_MS) return null;
    // Its counter stands for its own wall only. Of the time of day nobody has counted anything yet.
    return timeOfDay > remote.wall
      ? this.advance(timeOfDay, 0)
      : this.advance(remote.wall, remote.counter + 1);
  }

  compare(one: Timestamp, other: Timestamp): number {
    if (one.wall !== other.wall) return one.wall - other.wall;
    if (one.counter !== other.counter) return one.counter - other.counter;
    // Neither could know of the other. Any order will do, as long as all agree.
    return one.node < other.node ? -1 : one.node > other.node ? 1 : 0;
  }

  /** The next event: not before this wall and counter, and after all events here. */
  private advance(wall: number, counter: number): Timestamp {
    if (wall > this.wall) {
      this.wall = wall;
      this.counter = counter;
    } else if (wall === this.wall) {
      this.counter = Math.max(counter, this.counter + 1);
    } else {
      // The clock has stepped back, or is slower than one that this node has heard of. Time waits for it.
      this.counter += 1;
    }
    return { wall: this.wall, counter: this.counter, node: this.node.id };
  }
}
