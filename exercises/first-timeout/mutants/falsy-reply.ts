/**
 * @breaks answers
 * @misconception Whether a reply has come can be told from its value: an empty value means that none has come.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  const reply = await Promise.race([node.request(to, question), node.sleep(ms)]);
  return reply || 'timeout';
}
