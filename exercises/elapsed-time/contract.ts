import type { Node } from 'partial-failure';

/** What `Sessions` must be. `create` and `valid` are called only after `start` has resolved. */
export interface SessionsContract {
  /** Runs at every boot. */
  start(): Promise<void>;
  /** Begins a session, or begins it anew. Its time to live counts from this call. Resolves when it may be used. */
  create(id: string): Promise<void>;
  /** Whether the session is to be accepted now. */
  valid(id: string): boolean;
}

/** How it is made, at every boot. `ttlMs` is the time to live, in real milliseconds: from 10 s to 1 h. */
export type SessionsClass = new (node: Node, ttlMs: number) => SessionsContract;
