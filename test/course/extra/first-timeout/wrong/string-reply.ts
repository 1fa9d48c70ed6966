/**
 * @breaks answers
 * @misconception Replies are objects.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  const reply = await Promise.race([node.request(to, question), node.sleep(ms)]);
  if (typeof reply === 'object' && reply !== null) return reply;
  return 'timeout';
}
