/**
 * @breaks gives-up
 * @misconception When the sleep wins the race, that is the timeout; nothing needs to be said.
 * @misconception-of sleep-without-word
 */
import type { Json, Node, NodeId } from 'partial-failure';

export function askWithin(node: Node, to: NodeId, question: Json, ms: number): Promise<Json | 'timeout'> {
  return new Promise((resolve, reject) => {
    const settle = (outcome: unknown): void => resolve(outcome as Json);
    node.sleep(ms).then(settle, reject);
    node.request(to, question).then(settle, reject);
  });
}
