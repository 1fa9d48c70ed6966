/**
 * @breaks eventually-delivered
 * @misconception Once is bad luck; the second try arrives.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export class Sender {
  private n = 0;
  private known = 0;

  constructor(
    private readonly node: Node,
    private readonly receiver: NodeId,
  ) {}

  send(payload: Json): void {
    void this.transmit(this.n++, payload);
  }

  private async transmit(n: number, payload: Json): Promise<void> {
    this.node.send(this.receiver, { n, payload });
    await this.node.sleep(800);
    if (n >= this.known) this.node.send(this.receiver, { n, payload });
  }

  onMessage(_from: NodeId, message: Json): void {
    this.known = Math.max(this.known, (message as { next: number }).next);
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
