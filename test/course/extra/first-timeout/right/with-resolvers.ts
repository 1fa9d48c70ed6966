/** Promise.withResolvers by hand, timer first, the table of open calls at the top of the file with a number for each. */
import type { Json, Node, NodeId } from 'partial-failure';

interface Open {
  resolve: (value: Json) => void;
}

const open = new Map<bigint, Open>();
let next = 0n;

function settle(id: bigint, value: Json) {
  const entry = open.get(id);
  if (!entry) return; // late
  open.delete(id);
  entry.resolve(value);
}

export function askWithin(node: Node, to: NodeId, question: Json, ms: number): Promise<Json | 'timeout'> {
  const id = next++;
  return new Promise<Json>((resolve) => {
    open.set(id, { resolve });
    node.sleep(ms).then(() => settle(id, 'timeout'));
    node.request(to, question).then((reply) => settle(id, reply));
  });
}
