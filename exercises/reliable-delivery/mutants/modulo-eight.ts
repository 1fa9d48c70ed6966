/**
 * @breaks prefix
 * @misconception Old copies are soon gone, so a few numbers, used in turn, are enough.
 */
import type { Json, Node, NodeId } from 'partial-failure';

const NUMBERS = 8;
const WINDOW = 4;

export class Sender {
  private readonly payloads: Json[] = [];
  private base = 0;
  private next = 0;
  private running = false;

  constructor(
    private readonly node: Node,
    private readonly receiver: NodeId,
  ) {}

  send(payload: Json): void {
    this.payloads.push(payload);
    this.fill();
    if (!this.running) void this.run();
  }

  private fill(): void {
    while (this.next < Math.min(this.payloads.length, this.base + WINDOW)) this.transmit(this.next++);
  }

  private transmit(i: number): void {
    this.node.send(this.receiver, { n: i % NUMBERS, payload: this.payloads[i] ?? null });
  }

  private async run(): Promise<void> {
    this.running = true;
    for (;;) {
      await this.node.sleep(700);
      if (this.base === this.payloads.length) break;
      for (let i = this.base; i < this.next; i++) this.transmit(i);
    }
    this.running = false;
  }

  onMessage(_from: NodeId, message: Json): void {
    const { next } = message as { next: number };
    const ahead = (next - (this.base % NUMBERS) + NUMBERS) % NUMBERS;
    if (ahead > this.next - this.base) return;
    this.base += ahead;
    this.fill();
  }
}

export class Receiver {
  private next = 0;

  constructor(
    private readonly node: Node,
    private readonly deliver: (payload: Json) => void,
  ) {}

  onMessage(from: NodeId, message: Json): void {
    const { n, payload } = message as { n: number; payload: Json };
    if (n === this.next) {
      this.deliver(payload);
      this.next = (this.next + 1) % NUMBERS;
    }
    this.node.send(from, { next: this.next });
  }
}
