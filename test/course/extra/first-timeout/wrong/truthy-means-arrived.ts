/**
 * @breaks answers
 * @misconception A variable that is still empty shows that nothing has come.
 * @misconception-of falsy-reply
 */
import type { Json, Node, NodeId } from 'partial-failure';

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  let reply: Json = '';
  const listening = (async () => {
    reply = await node.request(to, question);
  })();
  await Promise.race([listening, node.sleep(ms)]);
  if (reply) return reply;
  return 'timeout';
}
