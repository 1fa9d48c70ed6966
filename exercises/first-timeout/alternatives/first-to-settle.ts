/**
 * @approach A new promise that whoever comes first resolves; later calls of resolve have no effect.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export function askWithin(node: Node, to: NodeId, question: Json, ms: number): Promise<Json | 'timeout'> {
  return new Promise((resolve) => {
    void node.request(to, question).then(resolve);
    void node.sleep(ms).then(() => resolve('timeout'));
  });
}
