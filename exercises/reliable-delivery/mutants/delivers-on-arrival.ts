/**
 * @breaks prefix
 * @misconception What was sent first arrives first; only copies must be thrown away.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export class Sender {
  private readonly answered = new Set<number>();
  private count = 0;

  constructor(
    private readonly node: Node,
    private readonly receiver: NodeId,
  ) {}

  send(payload: Json): void {
    void this.push(this.count++, payload);
  }

  private async push(n: number, payload: Json): Promise<void> {
    while (!this.answered.has(n)) {
      this.node.send(this.receiver, { n, payload });
      await this.node.sleep(600);
    }
  }

  onMessage(_from: NodeId, message: Json): void {
    this.answered.add(Number(message));
  }
}

export class Receiver {
  private readonly seen = new Set<number>();

  constructor(
    private readonly node: Node,
    private readonly deliver: (payload: Json) => void,
  ) {}

  onMessage(from: NodeId, message: Json): void {
    const { n, payload } = message as { n: number; payload: Json };
    this.node.send(from, n);
    if (this.seen.has(n)) return;
    this.seen.add(n);
    this.deliver(payload);
  }
}
