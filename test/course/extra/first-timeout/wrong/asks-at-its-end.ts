/**
 * @breaks one-request
 * @misconception The question may leave when somebody has the time for it, even after the call.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  const bell = node.sleep(ms).then(() => 'timeout' as const);
  const reply = node.sleep(ms + 20).then(() => node.request(to, question));
  return Promise.race([reply, bell]);
}
