/**
 * @breaks gives-up
 * @misconception Promise.all where race was meant.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  const start = node.clock.monotonic();
  const [reply] = await Promise.all([node.request(to, question), node.sleep(ms)]);
  return node.clock.monotonic() - start > ms + 1 ? 'timeout' : reply;
}
