/**
 * @breaks answers
 * @misconception null stands for "nothing".
 * @misconception-of falsy-reply
 */
import type { Json, Node, NodeId } from 'partial-failure';

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  const r = await Promise.race([node.request(to, question), node.sleep(ms).then(() => null)]);
  return r ?? 'timeout';
}
