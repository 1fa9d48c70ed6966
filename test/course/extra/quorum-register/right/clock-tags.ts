/** @approach Tags follow the time of day where they can, and are always above the highest tag of a majority. */
import type { Json, Node, NodeId } from 'partial-failure';

type Stamp = { ms: number; tie: number; id: NodeId };
type Item = { stamp: Stamp; value: Json };

const order = (a: Stamp, b: Stamp): number =>
  a.ms - b.ms || a.tie - b.tie || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
const START: Item = { stamp: { ms: 0, tie: 0, id: '' }, value: null };

export function Replica(this: any, node: Node) {
  let item = START;
  let written = Promise.resolve();
  this.start = async () => {
    const found = await node.disk.read('item');
    if (found !== undefined) item = found as Item;
  };
  this.onRequest = async (_from: NodeId, message: Json) => {
    const { store } = message as { store?: Item };
    if (!store) return item;
    if (order(store.stamp, item.stamp) > 0) written = node.disk.write('item', (item = store));
    await written;
    return 'yes';
  };
}

export function Client(this: any, node: Node, replicas: NodeId[]) {
  const majority = (message: Json): Promise<Json[]> =>
    new Promise((resolve) => {
      const replies = new Map<NodeId, Json>();
      const again = () => {
        if (replies.size * 2 > replicas.length) return;
        replicas.forEach((replica) => {
          if (replies.has(replica)) return;
          node.request(replica, message).then((reply) => {
            replies.set(replica, reply);
            if (replies.size * 2 > replicas.length) resolve(Array.from(replies.values()));
          });
        });
        node.sleep(333).then(again);
      };
      again();
    });
  const newest = async () =>
    ((await majority({})) as Item[]).reduce((a, b) => (order(a.stamp, b.stamp) < 0 ? b : a));
  this.read = async () => {
    const item = await newest();
    await majority({ store: item });
    return item.value;
  };
  this.write = async (value: Json) => {
    const { stamp } = await newest();
    const ms = Math.max(node.clock.timeOfDay(), stamp.ms);
    const tie = ms > stamp.ms ? 0 : stamp.tie + 1;
    await majority({ store: { stamp: { ms, tie, id: node.id }, value } });
  };
}
