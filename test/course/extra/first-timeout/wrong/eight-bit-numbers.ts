/**
 * @breaks answers
 * @misconception Calls can be told apart by a number of eight bits.
 */
import type { Json, Node, NodeId } from 'partial-failure';

const SLOTS = 256;
const waiting: (((reply: Json) => void) | undefined)[] = [];
let next = 0;

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  const slot = next;
  next = (next + 1) % SLOTS;
  const reply = new Promise<Json>((resolve) => {
    waiting[slot] = resolve;
  });
  void node.request(to, question).then((answer) => {
    waiting[slot]?.(answer);
    waiting[slot] = undefined;
  });
  return Promise.race([reply, node.sleep(ms).then(() => 'timeout' as const)]);
}
