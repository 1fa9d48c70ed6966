/**
 * @breaks one-request
 * @misconception One should tell the other side that one has given up.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  const timer = node.sleep(ms).then((): Json => {
    node.send(to, { cancel: question });
    return 'timeout';
  });
  return Promise.race([node.request(to, question), timer]);
}
