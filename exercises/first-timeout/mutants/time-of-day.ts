/**
 * @breaks gives-up
 * @misconception The time of day is good enough to measure how long one has waited.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  const deadline = node.clock.timeOfDay() + ms;
  let done: { value: Json } | undefined;
  void node.request(to, question).then((value) => {
    done = { value };
  });
  while (done === undefined && node.clock.timeOfDay() < deadline) await node.sleep(10);
  return done === undefined ? 'timeout' : done.value;
}
