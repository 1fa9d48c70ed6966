/**
 * @breaks answers
 * @misconception sleep takes seconds.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  return Promise.race([node.request(to, question), node.sleep(ms / 1000).then(() => 'timeout')]);
}
