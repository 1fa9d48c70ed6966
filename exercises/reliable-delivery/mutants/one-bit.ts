/**
 * @breaks prefix
 * @misconception With one payload under way at a time, a bit tells the new one from a copy of the last.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export class Sender {
  private readonly queue: Json[] = [];
  private bit = 0;
  private serial = 0;

  constructor(
    private readonly node: Node,
    private readonly receiver: NodeId,
  ) {}

  send(payload: Json): void {
    this.queue.push(payload);
    if (this.queue.length === 1) void this.transmit();
  }

  private async transmit(): Promise<void> {
    const mine = ++this.serial;
    while (mine === this.serial && this.queue.length > 0) {
      this.node.send(this.receiver, { bit: this.bit, payload: this.queue[0] ?? null });
      await this.node.sleep(500);
    }
  }

  onMessage(_from: NodeId, message: Json): void {
    if (message !== this.bit || this.queue.length === 0) return;
    this.queue.shift();
    this.bit = (this.bit + 1) % 2;
    void this.transmit();
  }
}

export class Receiver {
  private expected = 0;

  constructor(
    private readonly node: Node,
    private readonly deliver: (payload: Json) => void,
  ) {}

  onMessage(from: NodeId, message: Json): void {
    const { bit, payload } = message as { bit: number; payload: Json };
    if (bit === this.expected) {
      this.deliver(payload);
      this.expected = (this.expected + 1) % 2;
    }
    this.node.send(from, bit);
  }
}
