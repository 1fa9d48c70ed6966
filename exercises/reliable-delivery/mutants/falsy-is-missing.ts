/**
 * @breaks eventually-delivered
 * @misconception A payload that is there is truthy.
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
  private readonly early: Json[] = [];

  constructor(
    private readonly node: Node,
    private readonly deliver: (payload: Json) => void,
  ) {}

  onMessage(from: NodeId, message: Json): void {
    const { n, payload } = message as { n: number; payload: Json };
    this.early[n] = payload;
    this.node.send(from, n);
    for (let value = this.early[this.next]; value; value = this.early[this.next]) {
      this.next++;
      this.deliver(value);
    }
  }
}
