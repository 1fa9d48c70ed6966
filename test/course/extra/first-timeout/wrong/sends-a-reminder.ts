/**
 * @breaks one-request
 * @misconception A reminder in the last part of the wait can only help.
 * @misconception-of asks-again
 */
import type { Json, Node, NodeId } from 'partial-failure';

/** Asks, and when little time is left asks once more. */
export function askWithin(node: Node, to: NodeId, question: Json, ms: number): Promise<Json | 'timeout'> {
  return new Promise<Json>((settle) => {
    const ask = (): void => {
      void node.request(to, question).then(settle);
    };
    ask();
    void (async () => {
      await node.sleep(ms * 0.7);
      ask();
      await node.sleep(ms * 0.3);
      settle('timeout');
    })();
  });
}
