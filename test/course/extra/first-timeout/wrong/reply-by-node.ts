/**
 * @breaks answers
 * @misconception One slot per node is enough to hand a reply to its caller.
 * @misconception-of shared-by-calls
 */
import type { Json, Node, NodeId } from 'partial-failure';

const waiting = new Map<NodeId, (reply: Json) => void>();

export function askWithin(node: Node, to: NodeId, question: Json, ms: number): Promise<Json | 'timeout'> {
  return new Promise<Json>((resolve) => {
    waiting.set(to, resolve);
    void node.request(to, question).then((reply) => waiting.get(to)?.(reply));
    void node.sleep(ms).then(() => resolve('timeout'));
  });
}
