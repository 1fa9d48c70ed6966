/**
 * @breaks answers
 * @misconception There is only one call at a time, so what belongs to it can stand at the top of the file.
 */
import type { Json, Node, NodeId } from 'partial-failure';

let reply: Json = null;
let arrived = false;

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  arrived = false;
  const request = node.request(to, question).then((value) => {
    reply = value;
    arrived = true;
  });
  await Promise.race([request, node.sleep(ms)]);
  return arrived ? reply : 'timeout';
}
