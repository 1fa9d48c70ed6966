import type { Json, NodeId } from 'partial-failure';

/**
 * What the file must export as `Replica`: one of the nodes that grant the lock together. Constructed with
 * `(node: Node, replicas: NodeId[], ttlMs: number)`; `replicas` are all of them, itself too.
 */
export interface Replica {
  /** Called after each boot, before any message. */
  start?(): Promise<void>;
  onRequest?(from: NodeId, message: Json): Promise<Json> | Json;
  onMessage?(from: NodeId, message: Json): void | Promise<void>;
}

/**
 * What the file must export as `LockClient`. Constructed with `(node: Node, replicas: NodeId[], ttlMs: number)`. One
 * call is open at a time.
 */
export interface LockClient {
  /**
   * Waits until this client holds the lock, however long that takes; never rejects. Gives up what it held before.
   *
   * @returns a token, a safe integer of 1 or more: greater than that of any grant which ended before this call
   */
  acquire(): Promise<{ readonly token: number }>;
  /** Whether the lease runs on, from this call for another `ttlMs`. Settles within 5,000 ms. */
  renew(): Promise<boolean>;
  /** From the call on the lock is given up. Settles within 5,000 ms. */
  release(): Promise<void>;
  onMessage?(from: NodeId, message: Json): void | Promise<void>;
}
