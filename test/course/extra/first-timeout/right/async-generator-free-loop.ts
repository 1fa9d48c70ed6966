/** A ticker of 25 ms that counts ticks against each call's own end, with then-callbacks that call themselves. */
import type { Json, Node, NodeId } from 'partial-failure';

export function askWithin(node: Node, to: NodeId, question: Json, ms: number): Promise<Json | 'timeout'> {
  const box: { reply?: { is: Json } } = {};
  node.request(to, question).then((r) => (box.reply = { is: r }));
  const end = node.clock.monotonic() + ms;
  function look(): Promise<Json> | Json {
    if (box.reply) return box.reply.is;
    const left = end - node.clock.monotonic();
    if (left <= 0) return 'timeout';
    return node.sleep(left < 25 ? left : 25).then(look);
  }
  return Promise.resolve().then(look);
}
