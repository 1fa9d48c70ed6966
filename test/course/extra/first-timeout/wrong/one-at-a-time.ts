/**
 * @breaks gives-up
 * @misconception Calls may wait for each other.
 */
import type { Json, Node, NodeId } from 'partial-failure';

let last: Promise<unknown> = Promise.resolve();

export function askWithin(node: Node, to: NodeId, question: Json, ms: number): Promise<Json | 'timeout'> {
  const mine = last.then(() =>
    Promise.race([node.request(to, question), node.sleep(ms).then((): Json => 'timeout')]),
  );
  last = mine;
  return mine;
}
