/** Copies the question, logs a lot, sends on the next turn, measures what is left by the monotonic clock. */
import type { Json, Node, NodeId } from 'partial-failure';

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  const begun = node.clock.monotonic();
  const copy = JSON.parse(JSON.stringify(question)) as Json;
  node.log('asking', { to, question: copy, at: node.clock.timeOfDay() });
  await node.sleep(0);
  const left = Math.max(0, ms - (node.clock.monotonic() - begun));
  const answer = node.request(to, copy);
  const timer = node.sleep(left).then((): Json => 'timeout');
  const first = await Promise.race([timer, answer]);
  node.log(`got ${JSON.stringify(first)}`);
  return first;
}
