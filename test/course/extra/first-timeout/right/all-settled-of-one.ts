/** Two async functions that write into a list in the order of their arrival, and a third promise that watches it. */
import type { Json, Node, NodeId } from 'partial-failure';

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  const order: [string, Json][] = [];
  const ask = async () => {
    order.push(['reply', await node.request(to, question)]);
  };
  const wait = async () => {
    await node.sleep(ms);
    order.push(['clock', 'timeout']);
  };
  await Promise.race([Promise.allSettled([ask()]), Promise.allSettled([wait()])]);
  const [first] = order;
  if (!first) throw new Error('cannot be');
  return first[1];
}
