import type { Json, Node, NodeId } from 'partial-failure';

/** Asks `to` the question. Resolves with the reply, or with "timeout" when none has come within `ms` milliseconds. */
export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  // TODO: this waits for ever when no reply comes. Wait no longer than `ms`, then give "timeout".
  return node.request(to, question);
}
