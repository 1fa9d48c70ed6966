/**
 * @approach Looks every 10 ms whether the reply has come, until the monotonic clock says that the time is up.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  const deadline = node.clock.monotonic() + ms;
  const inbox: Json[] = [];
  void node.request(to, question).then((reply) => inbox.push(reply));
  while (inbox.length === 0) {
    const left = deadline - node.clock.monotonic();
    if (left <= 0) return 'timeout';
    await node.sleep(Math.min(10, left));
  }
  return inbox[0] ?? null;
}
