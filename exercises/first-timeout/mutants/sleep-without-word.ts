/**
 * @breaks gives-up
 * @misconception A race against a sleep gives a timeout; that the sleep has no value does not matter.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  const first = await Promise.race([node.request(to, question), node.sleep(ms)]);
  return first as Json;
}
