/** Promise.any, and a symbol that no reply can be. */
import type { Json, Node, NodeId } from 'partial-failure';

const NOTHING = Symbol('nothing');

export const askWithin = async (node: Node, to: NodeId, question: Json, ms: number): Promise<Json> => {
  const winner = await Promise.any<Json | typeof NOTHING>([
    node.request(to, question),
    node.sleep(ms).then(() => NOTHING),
  ]);
  if (winner === NOTHING) return 'timeout';
  return winner as Json;
};
