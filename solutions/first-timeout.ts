import type { Json, Node, NodeId } from 'partial-failure';

/**
 * Asks `to` the question. Resolves with the reply, or with "timeout" when none has come within `ms` milliseconds of
 * the node's monotonic clock.
 */
export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  // Both waits begin now. Only one of them is sure to end: a request without a reply stays open for ever.
  const reply = node.request(to, question);
  const timeUp = node.sleep(ms).then(() => 'timeout' as const);

  // The first to settle decides, by having come first and not by its value: a reply of `null` or `false` counts like
  // any other. What settles later finds the race decided and has no effect, so a late reply needs no special care.
  // Nothing is kept outside this call, so several calls at once cannot disturb each other.
  return Promise.race([reply, timeUp]);
}
