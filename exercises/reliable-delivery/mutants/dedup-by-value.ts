/**
 * @breaks eventually-delivered
 * @misconception An equal payload is the same payload again.
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
  private next = 0;
  private readonly early = new Map<number, Json>();
  private readonly seen = new Set<string>();

  constructor(
    private readonly node: Node,
    private readonly deliver: (payload: Json) => void,
  ) {}

  onMessage(from: NodeId, message: Json): void {
    const { n, payload } = message as { n: number; payload: Json };
    this.node.send(from, n);
    this.early.set(n, payload);
    for (; this.early.has(this.next); this.next++) {
      const value = this.early.get(this.next) ?? null;
      const text = JSON.stringify(value);
      if (!this.seen.has(text)) this.deliver(value);
      this.seen.add(text);
    }
  }
}
