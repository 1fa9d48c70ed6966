import type { Json, Node, NodeId } from 'partial-failure';

/** What the lock service understands, by `onRequest`. */
export type ServiceRequest =
  /**
   * Ask for the lock. `attempt` is a text that the worker chooses anew for each try and keeps when it sends the same
   * try again; it is unique over all workers and restarts. Never waits: refused when somebody else holds the lock.
   */
  | { readonly op: 'acquire'; readonly attempt: string }
  /** Ask to keep the lock for another `ttlMs`, counted from now. */
  | { readonly op: 'renew'; readonly token: number }
  /** Give the lock back. A token that is no longer current changes nothing. */
  | { readonly op: 'release'; readonly token: number };

/** What `acquire` is answered with. Tokens are safe integers, 1 or more. */
export type AcquireReply =
  { readonly ok: true; readonly token: number; readonly ttlMs: number } | { readonly ok: false };

/** What `renew` is answered with. */
export type RenewReply = { readonly ok: true; readonly ttlMs: number } | { readonly ok: false };

/** What `release` is answered with, also for an old token. */
export type ReleaseReply = { readonly ok: true };

/** What the lock service answers. */
export type ServiceReply = AcquireReply | RenewReply | ReleaseReply;

/** What the storage understands, by `onRequest`. A read shows the token and raises the mark like a write. */
export type StorageRequest =
  | { readonly op: 'write'; readonly key: string; readonly value: Json; readonly token: number }
  | { readonly op: 'read'; readonly key: string; readonly token: number };

/** Refused: `highest` is the storage's mark, which is above the token that came. */
export type Refusal = { readonly ok: false; readonly highest: number };

/** What a write is answered with. */
export type WriteReply = { readonly ok: true } | Refusal;

/** What a read is answered with. `null` for a key that was never written. */
export type ReadReply = { readonly ok: true; readonly value: Json } | Refusal;

/** What the storage answers. */
export type StorageReply = WriteReply | ReadReply;

/** What a worker has to do while it holds the lock. Each key occurs at most once. */
export type Job = {
  readonly id: string;
  readonly writes: readonly { readonly key: string; readonly value: Json }[];
};

/** `"done"`: every write of the job was acknowledged. `"lost-lock"`: the worker had the lock, and lost it. */
export type Outcome = 'done' | 'lost-lock';

/** What the class `LockService` must be. One for all keys. */
export interface LockServiceClass {
  new (
    node: Node,
    ttlMs: number,
  ): {
    start?(): Promise<void> | void;
    onRequest(from: NodeId, message: ServiceRequest): Promise<ServiceReply> | ServiceReply;
  };
}

/** What the class `Storage` must be. */
export interface StorageClass {
  new (node: Node): {
    start?(): Promise<void> | void;
    onRequest(from: NodeId, message: StorageRequest): Promise<StorageReply> | StorageReply;
  };
}

/** What the class `Worker` must be. */
export interface WorkerClass {
  new (
    node: Node,
    lockService: NodeId,
    storage: NodeId,
  ): {
    /** Tries until it gets the lock, then writes. One job at a time; never rejects. */
    run(job: Job): Promise<Outcome>;
  };
}
