/**
 * @breaks one-request
 * @misconception Equal questions to the same node can share one request.
 */
import type { Json, Node, NodeId } from 'partial-failure';

const asked = new Map<string, Promise<Json>>();

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  const key = to + JSON.stringify(question);
  const request = asked.get(key) ?? node.request(to, question);
  asked.set(key, request);
  void request.then(() => asked.delete(key));
  return Promise.race([request, node.sleep(ms).then((): Json => 'timeout')]);
}
