/**
 * @breaks answers
 * @misconception One sleeps for the whole time and then looks whether a reply is there.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  let reply: Json = 'timeout';
  void node.request(to, question).then((value) => {
    reply = value;
  });
  await node.sleep(ms);
  return reply;
}
