/**
 * @breaks validity
 * @misconception Who sends an order is the commander.
 */
import type { Json, Node, NodeId } from 'partial-failure';
import type { Order } from 'partial-failure/byzantine-generals';

const isOrder = (value: unknown): value is Order => value === 'attack' || value === 'retreat';

export class General {
  private decided: Order | undefined;
  private own: Order | undefined;
  private votes = new Map<NodeId, Order>();
  private over = false;
  private late = false;

  constructor(
    private readonly node: Node,
    private readonly generals: NodeId[],
    private readonly commander: NodeId,
  ) {}

  async begin(order?: Order): Promise<void> {
    const others = this.generals.filter((id) => id !== this.node.id && id !== this.commander);
    if (order !== undefined) {
      for (const id of others) this.node.send(id, { type: 'order', order });
      this.decided = order;
      return;
    }
    await this.node.sleep(50);
    this.late = true;
    const own = this.own ?? 'retreat';
    for (const id of others) this.node.send(id, { type: 'relay', order: own });
    await this.node.sleep(50);
    this.over = true;
    const votes = [own, ...others.map((id) => this.votes.get(id) ?? 'retreat')];
    const attacks = votes.filter((vote) => vote === 'attack').length;
    this.decided = 2 * attacks > votes.length ? 'attack' : 'retreat';
  }

  onMessage(from: NodeId, message: Json): void {
    if (typeof message !== 'object' || message === null || Array.isArray(message)) return;
    const { type, order } = message as { type?: Json; order?: Json };
    if (!isOrder(order)) return;
    if (type === 'order' && !this.late) this.own ??= order;
    if (type === 'relay' && from !== this.commander && !this.over && !this.votes.has(from))
      this.votes.set(from, order);
  }

  decision(): Order | undefined {
    return this.decided;
  }
}
