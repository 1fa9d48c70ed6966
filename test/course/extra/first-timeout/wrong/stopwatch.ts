/**
 * @breaks gives-up
 * @misconception How long the request took is measured when it is over; then it is known whether that was too long.
 * @misconception-of checks-afterwards
 */
import type { Json, Node, NodeId } from 'partial-failure';

interface Lap {
  readonly reply: Json;
  readonly tookMs: number;
}

async function timed(node: Node, to: NodeId, question: Json): Promise<Lap> {
  const before = node.clock.monotonic();
  const reply = await node.request(to, question);
  return { reply, tookMs: node.clock.monotonic() - before };
}

export function askWithin(node: Node, to: NodeId, question: Json, ms: number): Promise<Json | 'timeout'> {
  return timed(node, to, question).then(({ reply, tookMs }) => (tookMs > ms ? 'timeout' : reply));
}
