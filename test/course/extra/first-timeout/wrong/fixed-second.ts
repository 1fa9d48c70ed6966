/**
 * @breaks gives-up
 * @misconception A second is always right.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  _ms: number,
): Promise<Json | 'timeout'> {
  return Promise.race([node.request(to, question), node.sleep(1000).then((): Json => 'timeout')]);
}
