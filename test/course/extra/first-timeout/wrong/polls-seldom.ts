/**
 * @breaks answers
 * @misconception Looking every half second is soon enough.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  const end = node.clock.monotonic() + ms;
  const got: Json[] = [];
  void node.request(to, question).then((r) => got.push(r));
  while (got.length === 0 && node.clock.monotonic() < end) {
    await node.sleep(Math.max(1, Math.min(500, end - node.clock.monotonic())));
  }
  return got.length > 0 ? (got[0] as Json) : 'timeout';
}
