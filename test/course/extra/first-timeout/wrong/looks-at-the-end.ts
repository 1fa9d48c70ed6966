/**
 * @breaks answers
 * @misconception A call with a time limit takes that time; at its end one sees what has come.
 * @misconception-of waits-out-the-time
 */
import type { Json, Node, NodeId } from 'partial-failure';

export function askWithin(node: Node, to: NodeId, question: Json, ms: number): Promise<Json | 'timeout'> {
  const letters: Json[] = [];
  node.request(to, question).then(
    (reply) => letters.push(reply),
    () => undefined,
  );
  return node.sleep(ms).then(() => {
    const [first = 'timeout'] = letters;
    return first;
  });
}
