/**
 * @breaks prefix
 * @misconception What was answered is not sent again, so nothing comes twice.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export class Sender {
  private readonly queue: Json[] = [];
  private n = 0;
  private busy = false;

  constructor(
    private readonly node: Node,
    private readonly receiver: NodeId,
  ) {}

  send(payload: Json): void {
    this.queue.push(payload);
    if (!this.busy) void this.work();
  }

  private async work(): Promise<void> {
    this.busy = true;
    while (this.queue.length > 0) {
      const n = this.n;
      this.node.send(this.receiver, { n, payload: this.queue[0] ?? null });
      for (let i = 0; i < 20 && this.n === n; i++) await this.node.sleep(40);
    }
    this.busy = false;
  }

  onMessage(_from: NodeId, message: Json): void {
    if (message !== this.n) return;
    this.queue.shift();
    this.n++;
  }
}

export class Receiver {
  constructor(
    private readonly node: Node,
    private readonly deliver: (payload: Json) => void,
  ) {}

  onMessage(from: NodeId, message: Json): void {
    const { n, payload } = message as { n: number; payload: Json };
    this.deliver(payload);
    this.node.send(from, n);
  }
}
