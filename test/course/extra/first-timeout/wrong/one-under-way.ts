/**
 * @breaks one-request
 * @misconception One request under way at a time is enough; the others wait for their turn.
 */
import type { Json, Node, NodeId } from 'partial-failure';

let line: Promise<unknown> = Promise.resolve();

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  const bell = node.sleep(ms).then(() => 'timeout' as const);
  const reply = line.then(() => node.request(to, question));
  const outcome = Promise.race([reply, bell]);
  line = outcome;
  return outcome;
}
