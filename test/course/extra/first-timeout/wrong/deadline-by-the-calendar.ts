/**
 * @breaks gives-up
 * @misconception A deadline is an hour and a minute on the clock on the wall, and one sleeps until then.
 * @misconception-of time-of-day
 */
import type { Json, Node, NodeId } from 'partial-failure';

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  const until = node.clock.timeOfDay() + ms;
  const alarm = async (): Promise<'timeout'> => {
    let left = ms;
    while (left > 0) {
      await node.sleep(Math.min(left, 25));
      left = until - node.clock.timeOfDay();
    }
    return 'timeout';
  };
  return Promise.race([node.request(to, question), alarm()]);
}
