import type { Node } from 'partial-failure';
import type { Timestamp } from 'partial-failure/hybrid-clock';

export class HybridClock {
  constructor(private readonly node: Node) {}

  now(): Timestamp {
    // TODO: later than every timestamp that this node has given or received, and close to the time of day.
    return { wall: 0, counter: 0, node: this.node.id };
  }

  receive(_remote: Timestamp): Timestamp | null {
    // TODO: later than the remote timestamp as well. Refuse one that is more than 500 ms ahead.
    return null;
  }

  compare(_one: Timestamp, _other: Timestamp): number {
    // TODO: which of the two comes first?
    return 0;
  }
}
