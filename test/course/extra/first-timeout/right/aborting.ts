/** try, catch and finally around a rejection that is only a string. */
import type { Json, Node, NodeId } from 'partial-failure';

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  let running = true;
  const timer = node.sleep(ms).then(() => (running ? Promise.reject('time is up') : undefined));
  timer.catch(() => {});
  try {
    const winner = await Promise.race([node.request(to, question).then((r) => [r]), timer]);
    return (winner as Json[])[0] as Json;
  } catch {
    return 'timeout';
  } finally {
    running = false;
  }
}
