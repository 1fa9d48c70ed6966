/**
 * A timestamp. `wall` is a time of day in ms since 1970, `counter` tells events with the same `wall` apart, `node` is the
 * id of the node whose event it is. Both numbers are safe integers from 0.
 */
export type Timestamp = { readonly wall: number; readonly counter: number; readonly node: string };

/** What the file must export as `HybridClock`; constructed with the node. Every method returns at once. */
export interface HybridClock {
  /** The timestamp of an event here. It may be sent to others. */
  now(): Timestamp;
  /**
   * The timestamp of the event that a message with this timestamp arrived. `null`, and nothing has changed, when
   * `remote.wall` is more than 500 ms ahead of this node's time of day.
   */
  receive(remote: Timestamp): Timestamp | null;
  /** Below 0 when `one` comes first, above 0 when `other` does, 0 for equal timestamps only. The same on every node. */
  compare(one: Timestamp, other: Timestamp): number;
}
