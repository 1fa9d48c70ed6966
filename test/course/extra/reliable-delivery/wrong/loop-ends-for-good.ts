/**
 * @breaks eventually-delivered
 * @misconception Once all has been answered, the loop that sends again has done its work.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export class Sender {
  private readonly open = new Map<number, Json>();
  private count = 0;
  private running = false;

  constructor(
    private readonly node: Node,
    private readonly receiver: NodeId,
  ) {}

  send(payload: Json): void {
    this.open.set(this.count, payload);
    this.node.send(this.receiver, { n: this.count++, payload });
    if (!this.running) void this.run();
  }

  private async run(): Promise<void> {
    this.running = true;
    for (;;) {
      await this.node.sleep(500);
      if (this.open.size === 0) break;
      for (const [n, payload] of this.open) this.node.send(this.receiver, { n, payload });
    }
  }

  onMessage(_from: NodeId, message: Json): void {
    const { next } = message as { next: number };
    for (const n of [...this.open.keys()]) if (n < next) this.open.delete(n);
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
