/**
 * @breaks gives-up
 * @misconception One timer per node will do.
 */
import type { Json, Node, NodeId } from 'partial-failure';

const timers = new Map<NodeId, Promise<Json>>();

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  let timer = timers.get(to);
  if (timer === undefined) {
    timer = node.sleep(ms).then((): Json => {
      timers.delete(to);
      return 'timeout';
    });
    timers.set(to, timer);
  }
  return Promise.race([node.request(to, question), timer]);
}
