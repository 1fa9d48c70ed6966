/**
 * @approach A timer that rejects with an error of its own class, and a catch that turns only this error into the word.
 */
import type { Json, Node, NodeId } from 'partial-failure';

class TimeUp extends Error {}

async function alarm(node: Node, ms: number): Promise<never> {
  await node.sleep(ms);
  throw new TimeUp();
}

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  try {
    return await Promise.race([node.request(to, question), alarm(node, ms)]);
  } catch (error) {
    if (error instanceof TimeUp) return 'timeout';
    throw error;
  }
}
