/**
 * @breaks one-request
 * @misconception A number in the question does no harm and helps to tell replies apart.
 */
import type { Json, Node, NodeId } from 'partial-failure';

let n = 0;

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  return Promise.race([node.request(to, { id: n++, question }), node.sleep(ms).then((): Json => 'timeout')]);
}
