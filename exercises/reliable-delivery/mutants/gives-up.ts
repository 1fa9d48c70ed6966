/**
 * @breaks eventually-delivered
 * @misconception Who has not answered a hundred tries will not answer any more.
 */
import type { Json, Node, NodeId } from 'partial-failure';

const TRIES = 100;

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
    for (let i = 0; i < TRIES && !this.answered.has(n); i++) {
      this.node.send(this.receiver, { n, payload });
      await this.node.sleep(1_000);
    }
  }

  onMessage(_from: NodeId, message: Json): void {
    this.answered.add(Number(message));
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
    this.node.send(from, n);
    if (n >= this.next) this.early.set(n, payload);
    while (this.early.has(this.next)) {
      const value = this.early.get(this.next) ?? null;
      this.early.delete(this.next++);
      this.deliver(value);
    }
  }
}
