/**
 * @breaks gives-up
 * @misconception The request and then the sleep: the two waits can stand one after the other.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  let answer: { r: Json } | undefined;
  void node.request(to, question).then((r) => (answer = { r }));
  for (let i = 0; i < 2 && !answer; i++) {
    for (let t = 0; t < ms && !answer; t += 10) await node.sleep(10);
  }
  return answer ? (answer as { r: Json }).r : 'timeout';
}
