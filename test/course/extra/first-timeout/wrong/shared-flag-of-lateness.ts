/**
 * @breaks answers
 * @misconception A flag at the top of the file that says "over" can be set back by the next call.
 * @misconception-of shared-by-calls
 */
import type { Json, Node, NodeId } from 'partial-failure';

let over = false;

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  over = false;
  return new Promise<Json>((resolve) => {
    void node.request(to, question).then((reply) => {
      if (!over) resolve(reply);
    });
    void node.sleep(ms).then(() => {
      over = true;
      resolve('timeout');
    });
  });
}
