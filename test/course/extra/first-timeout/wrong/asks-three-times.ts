/**
 * @breaks one-request
 * @misconception Three requests are surer than one: whichever is answered first counts.
 * @misconception-of asks-again
 */
import type { Json, Node, NodeId } from 'partial-failure';

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  const tries = [1, 2, 3].map(() => node.request(to, question));
  const bell = node.sleep(ms).then(() => 'timeout');
  return Promise.race([...tries, bell]);
}
