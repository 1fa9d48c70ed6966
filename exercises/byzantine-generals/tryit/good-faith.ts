/**
 * @breaks agreement
 */
import type { Json, Node, NodeId } from 'partial-failure';
import type { Message, Order } from 'partial-failure/byzantine-generals';

export class General {
  private decided: Order | undefined;

  constructor(
    private readonly node: Node,
    private readonly generals: NodeId[],
    private readonly commander: NodeId,
  ) {}

  begin(order?: Order): void {
    if (order === undefined) return;
    for (const id of this.generals) if (id !== this.node.id) this.node.send(id, { type: 'order', order });
    this.decided = order;
  }

  onMessage(from: NodeId, message: Json): void {
    const { type, order } = message as Message;
    if (type !== 'order' || from !== this.commander) return;
    // The others are told what he said, as the rounds require, and it is done.
    for (const id of this.generals)
      if (id !== this.node.id && id !== this.commander) this.node.send(id, { type: 'relay', order });
    this.decided ??= order;
  }

  decision(): Order | undefined {
    return this.decided;
  }
}
