/**
 * @breaks eventually-delivered
 * @misconception An answer that comes now is an answer to what was sent last.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export class Sender {
  private readonly queue: Json[] = [];
  private n = 0;
  private waiting = false;

  constructor(
    private readonly node: Node,
    private readonly receiver: NodeId,
  ) {}

  send(payload: Json): void {
    this.queue.push(payload);
    if (!this.waiting) void this.next();
  }

  private async next(): Promise<void> {
    const n = this.n;
    this.waiting = this.queue.length > 0;
    while (this.n === n && this.queue.length > 0) {
      this.node.send(this.receiver, { n, payload: this.queue[0] ?? null });
      await this.node.sleep(500);
    }
  }

  onMessage(): void {
    if (!this.waiting) return;
    this.queue.shift();
    this.n++;
    void this.next();
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
    if (n === this.expected) {
      this.expected++;
      this.deliver(payload);
    }
    if (n < this.expected) this.node.send(from, 'ok');
  }
}
