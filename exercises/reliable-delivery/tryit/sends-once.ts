/**
 * @breaks prefix
 * @opens one-lost
 */
import type { Json, Node, NodeId } from 'partial-failure';
import type { Deliver } from 'partial-failure/reliable-delivery';

export class Sender {
  constructor(
    private readonly node: Node,
    private readonly receiver: NodeId,
  ) {}

  send(payload: Json): void {
    this.node.send(this.receiver, payload);
  }

  onMessage(): void {}
}

export class Receiver {
  constructor(
    private readonly node: Node,
    private readonly deliver: Deliver,
  ) {}

  onMessage(_from: NodeId, payload: Json): void {
    this.deliver(payload);
  }
}
