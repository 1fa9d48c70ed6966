import type { Json, Node, NodeId } from 'partial-failure';

/**
 * What `askWithin` must be: it asks `to` the question and waits for the reply, at most `ms` milliseconds by the
 * monotonic clock of `node`. Resolves with the reply, or with `"timeout"`. Never rejects.
 */
export type AskWithin = (node: Node, to: NodeId, question: Json, ms: number) => Promise<Json | 'timeout'>;
