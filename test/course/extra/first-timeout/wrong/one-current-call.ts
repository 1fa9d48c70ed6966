/**
 * @breaks answers
 * @misconception The module knows the call that is under way: there is one.
 * @misconception-of shared-by-calls
 */
import type { Json, Node, NodeId } from 'partial-failure';

const current: { answers: Json[] } = { answers: [] };

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  current.answers = [];
  const deadline = node.clock.monotonic() + ms;
  void node.request(to, question).then((value) => {
    current.answers.push(value);
  });
  for (;;) {
    const [answer] = current.answers;
    if (answer !== undefined) return answer;
    const left = deadline - node.clock.monotonic();
    if (left <= 0) return 'timeout';
    await node.sleep(Math.min(10, left));
  }
}
