/**
 * @breaks gives-up
 * @misconception A timeout can end with the next tick of a wheel that turns every tenth of a second.
 */
import type { Json, Node, NodeId } from 'partial-failure';

const TICK_MS = 100;

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  const dueMs = node.clock.monotonic() + ms;
  const slotMs = Math.ceil(dueMs / TICK_MS) * TICK_MS;
  const tick = node.sleep(slotMs - node.clock.monotonic()).then(() => 'timeout' as const);
  return Promise.race([node.request(to, question), tick]);
}
