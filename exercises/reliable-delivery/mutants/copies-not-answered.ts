/**
 * @breaks eventually-delivered
 * @misconception A copy has been answered already.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export class Sender {
  private readonly queue: Json[] = [];
  private n = 0;
  private running = false;

  constructor(
    private readonly node: Node,
    private readonly receiver: NodeId,
  ) {}

  send(payload: Json): void {
    this.queue.push(payload);
    if (!this.running) void this.run();
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.queue.length > 0) {
      const n = this.n;
      for (let i = 0; this.n === n; i++) {
        if (i % 10 === 0) this.node.send(this.receiver, { n, payload: this.queue[0] ?? null });
        await this.node.sleep(50);
      }
    }
    this.running = false;
  }

  onMessage(_from: NodeId, message: Json): void {
    if (message !== this.n) return;
    this.queue.shift();
    this.n++;
  }
}

export class Receiver {
  private expected = 0;

  constructor(
    private readonly node: Node,
    private readonly deliver: (payload: Json) => void,
  ) {}

  onMessage(from: NodeId, message: Json): void {
    const { n, payload } = message as { n: number; payload: Json };
    if (n !== this.expected) return;
    this.expected++;
    this.deliver(payload);
    this.node.send(from, n);
  }
}
