/**
 * @breaks gives-up
 * @misconception It is enough to look at the clock once the reply is there.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  const start = node.clock.monotonic();
  const reply = await node.request(to, question);
  return node.clock.monotonic() - start <= ms ? reply : 'timeout';
}
