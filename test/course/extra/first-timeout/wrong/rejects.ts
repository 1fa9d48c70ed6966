/**
 * @breaks gives-up
 * @misconception A timeout is an exception.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  const timer = node.sleep(ms).then(() => {
    throw new Error('timeout');
  });
  return Promise.race([node.request(to, question), timer]);
}
