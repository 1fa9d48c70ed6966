/**
 * @breaks eventually-delivered
 * @misconception What is sent arrives; it is enough to put it in order.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export class Sender {
  private n = 0;

  constructor(
    private readonly node: Node,
    private readonly receiver: NodeId,
  ) {}

  send(payload: Json): void {
    this.node.send(this.receiver, { n: this.n++, payload });
  }

  onMessage(): void {
    // Everything has been said.
  }
}

export class Receiver {
  private next = 0;
  private readonly early = new Map<number, Json>();

  constructor(
    private readonly node: Node,
    private readonly deliver: (payload: Json) => void,
  ) {}

  onMessage(from: NodeId, message: Json): void {
    const { n, payload } = message as { n: number; payload: Json };
    if (n >= this.next) this.early.set(n, payload);
    while (this.early.has(this.next)) {
      const value = this.early.get(this.next) ?? null;
      this.early.delete(this.next++);
      this.deliver(value);
    }
    this.node.send(from, { next: this.next });
  }
}
