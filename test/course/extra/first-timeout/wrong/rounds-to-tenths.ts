/**
 * @breaks gives-up
 * @misconception Times are whole tenths of a second; what is between them is rounded up.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export async function askWithin(
  node: Node,
  to: NodeId,
  question: Json,
  ms: number,
): Promise<Json | 'timeout'> {
  const answer = node.request(to, question);
  const tenths = ms % 100 === 0 ? ms / 100 : Math.floor(ms / 100) + 1;
  const bell = (async (): Promise<'timeout'> => {
    for (let i = 0; i < tenths; i++) await node.sleep(100);
    return 'timeout';
  })();
  return Promise.race([answer, bell]);
}
