/** @approach Relays on receipt, decides at a deadline, default attack; silence is never relayed. */
import type { Json, Node, NodeId } from 'partial-failure';
import type { Order } from 'partial-failure/byzantine-generals';

export class General {
  private result?: Order;
  private readonly said: Record<'order' | 'relay', Map<NodeId, Order>> = {
    order: new Map(),
    relay: new Map(),
  };
  private phase: 'listening' | 'voting' | 'done' = 'listening';
  private readonly peers: NodeId[];

  constructor(
    private readonly node: Node,
    generals: NodeId[],
    private readonly chief: NodeId,
  ) {
    this.peers = generals.filter((id) => id !== chief && id !== node.id);
  }

  begin(order?: Order): void {
    if (order) {
      this.result = order;
      this.peers.forEach((id) => this.node.send(id, { type: 'order', order }));
      return;
    }
    void this.node.sleep(60).then(() => (this.phase = 'voting'));
    void this.node.sleep(130).then(() => this.count());
  }

  onMessage(from: NodeId, message: Json): void {
    const { type, order } = Object(message) as { type?: unknown; order?: unknown };
    if (order !== 'attack' && order !== 'retreat') return;
    if (type === 'order' && from === this.chief && this.phase === 'listening') {
      if (this.said.order.has(from)) return;
      this.said.order.set(from, order);
      this.peers.forEach((id) => this.node.send(id, { type: 'relay', order }));
    } else if (type === 'relay' && this.peers.includes(from) && this.phase !== 'done') {
      if (!this.said.relay.has(from)) this.said.relay.set(from, order);
    }
  }

  private count(): void {
    this.phase = 'done';
    const mine = this.said.order.get(this.chief) ?? 'attack';
    let balance = mine === 'attack' ? 1 : -1;
    for (const id of this.peers) balance += (this.said.relay.get(id) ?? 'attack') === 'attack' ? 1 : -1;
    this.result = balance >= 0 ? 'attack' : 'retreat';
  }

  decision(): Order | undefined {
    return this.result;
  }
}
