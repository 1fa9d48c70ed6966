/**
 * @breaks gives-up
 * @misconception The deadline begins when the network has the question. (Every wait adds to the time.)
 */
import type { Json, Node, NodeId } from 'partial-failure';

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  await node.sleep(100);
  const request = node.request(to, question);
  return Promise.race([request, node.sleep(ms).then((): Json => 'timeout')]);
}
