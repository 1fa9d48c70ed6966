/**
 * All that a learner's program may import from `partial-failure`.
 *
 * A program runs on one or more simulated nodes. Each node gets a {@link Node}, its only way to the world:
 * the network, its clocks, its disk. Every restart makes a new instance of the program: memory is gone, the
 * disk is still there.
 */

/** The name of a node, for example `"bank"` or `"replica-2"`. */
export type NodeId = string;

/** What can be sent in a message or kept on a disk. Anything else is refused, and the error names the path. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One simulated computer, as the program on it sees it. */
export interface Node {
  /** This node's own name. */
  readonly id: NodeId;
  readonly clock: Clock;
  readonly disk: Disk;

  /**
   * Sends a datagram. It may be lost, late, doubled or overtaken, and nobody tells you.
   * The other side gets it in `onMessage(from, message)`. The message is copied at once.
   */
  send(to: NodeId, message: Json): void;

  /**
   * Sends a request; the other side answers by what its `onRequest(from, message)` returns.
   * The promise settles only with a reply. No reply, no settling: there is no timeout built in.
   */
  request(to: NodeId, message: Json): Promise<Json>;

  /**
   * Waits `ms` milliseconds by this node's monotonic clock. Never ends early; may end late.
   * `sleep(0)` is a new event at the same instant.
   */
  sleep(ms: number): Promise<void>;

  /** A seeded random number, at least 0 and below 1. */
  random(): number;

  /** Writes a line into the trace, shown with the counterexample. */
  log(text: string, details?: Json): void;
}

/** The two clocks of a node. */
export interface Clock {
  /** Whole milliseconds since 1970. Can be wrong, can step back and forth, drifts. */
  timeOfDay(): number;

  /**
   * Milliseconds since some point, with fractions. Never goes back; its rate is off by a little;
   * starts anew, anywhere, after a restart. Runs on through a pause.
   */
  monotonic(): number;
}

/** A stretch of time, in whole milliseconds since 1970, both ends included. */
export interface TimeInterval {
  readonly earliest: number;
  readonly latest: number;
}

/** What an exercise may add to the clock: its brief says so. */
export interface IntervalClock extends Clock {
  /**
   * A stretch of time that contains the true time. It grows until the clock is synchronised, then shrinks at once.
   * The truth may lie anywhere in it; both ends may move backwards.
   */
  interval(): TimeInterval;
}

/** A node whose clock knows how wrong it may be. */
export interface IntervalNode extends Node {
  readonly clock: IntervalClock;
}

/**
 * What an exercise may add to the node: one file, which is written at its end. Its brief says so. Calls take effect in
 * their order, at the call; a promise resolves when the call is done.
 *
 * A crash leaves what `sync` made durable. Of the calls after that, in their order, some may have happened; of the next
 * append a first part may be there, whose last bytes, up to 16 of them, may have become anything. What is found after
 * the restart is on the disk for good.
 */
export interface AppendFile {
  /** Writes bytes, integers from 0 to 255, at the end. */
  append(bytes: readonly number[]): Promise<void>;
  /** When it resolves, all that was called before it is durable. Not what was called since. */
  sync(): Promise<void>;
  /** All that was written, synced or not. */
  readAll(): Promise<number[]>;
  /** Cuts off all but the first `length` bytes. */
  truncate(length: number): Promise<void>;
}

/** A node with a file. */
export interface FileNode extends Node {
  readonly file: AppendFile;
}

/** A disk with named values. It survives a crash; nothing else does. */
export interface Disk {
  /** The value under `key`, or `undefined`. A read called after a write sees that write. */
  read(key: string): Promise<Json | undefined>;

  /**
   * Durable once it resolves. If the node crashes before that, the old or the new value may be found.
   * Writes of one node take effect in the order of the calls, whatever their keys.
   */
  write(key: string, value: Json): Promise<void>;
}
