/**
 * @breaks one-request
 * @misconception To ask twice does no harm, and makes a reply more likely.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  const first = node.request(to, question);
  const second = node.sleep(ms / 2).then(() => {
    const retry = node.request(to, question);
    return Promise.race([retry, node.sleep(ms / 2).then(() => 'timeout' as const)]);
  });
  return Promise.race([first, second]);
}
