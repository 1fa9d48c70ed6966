/** Sleeps in slices of at most 40 ms; a flag says that the reply has come, its value is kept apart. */
import type { Json, Node, NodeId } from 'partial-failure';

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  let came = false;
  let value: Json | undefined;
  node.request(to, question).then((reply) => {
    came = true;
    value = reply;
  });
  const start = node.clock.monotonic();
  for (;;) {
    const gone = node.clock.monotonic() - start;
    if (came) return value as Json;
    if (gone >= ms) break;
    await node.sleep(Math.min(40, ms - gone));
  }
  node.log('gave up', { to, ms });
  return 'timeout';
}
