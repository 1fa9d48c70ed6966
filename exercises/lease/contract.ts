import type { Node, NodeId } from 'partial-failure';

/** What the service is asked. A call sends one of these, with `node.request`. */
export type Request =
  | { op: 'acquire'; ttlMs: number }
  | { op: 'renew'; lease: string; ttlMs: number }
  | { op: 'release'; lease: string };

/** What it answers to `acquire` and `renew`. `ttlMs` may be less than was asked for. A lease’s id is any text. */
export type Answer = { granted: true; lease: string; ttlMs: number } | { granted: false };

/** What `LeaseHolder` must be. */
export interface LeaseHolderContract {
  /** Asks for the lock. Whether it was granted; may stay pending where no answer comes. */
  acquire(): Promise<boolean>;
  /** Asks for more time for the lease that is known. Without one: sends nothing, gives false. */
  renew(): Promise<boolean>;
  /** Gives the lease up, at once, and tells the service. No answer to a call made before it counts any more. */
  release(): Promise<void>;
  /** Whether this node holds the lock, now, for sure. */
  held(): boolean;
}

/** How it is made: the id of the lock service, and the time to live to ask for, in ms. */
export type LeaseHolderClass = new (node: Node, service: NodeId, ttlMs: number) => LeaseHolderContract;
