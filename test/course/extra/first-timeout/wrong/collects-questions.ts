/**
 * @breaks one-request
 * @misconception Questions may be collected for a moment and sent together.
 */
import type { Json, Node, NodeId } from 'partial-failure';

interface Waiting {
  readonly to: NodeId;
  readonly question: Json;
  readonly resolve: (reply: Json) => void;
}

let batch: Waiting[] = [];

async function flush(node: Node): Promise<void> {
  await node.sleep(25);
  const all = batch;
  batch = [];
  for (const { to, question, resolve } of all) void node.request(to, question).then(resolve);
}

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  const reply = new Promise<Json>((resolve) => {
    batch.push({ to, question, resolve });
    if (batch.length === 1) void flush(node);
  });
  return Promise.race([reply, node.sleep(ms).then(() => 'timeout' as const)]);
}
