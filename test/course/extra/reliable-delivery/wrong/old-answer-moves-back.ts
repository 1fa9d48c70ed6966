/**
 * @breaks eventually-delivered
 * @misconception The answer that comes last is the one that was given last.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export class Sender {
  private readonly all: Json[] = [];
  private base = 0;
  private forgotten = 0;
  private timer = false;

  constructor(
    private readonly node: Node,
    private readonly receiver: NodeId,
  ) {}

  send(payload: Json): void {
    this.all.push(payload);
    this.transmit(this.base + this.all.length - 1);
    this.arm();
  }

  private transmit(n: number): void {
    this.node.send(this.receiver, { n, payload: this.all[n - this.base] ?? null });
  }

  private arm(): void {
    if (this.timer) return;
    this.timer = true;
    void this.node.sleep(600).then(() => {
      this.timer = false;
      if (this.all.length === 0) return;
      this.all.forEach((_, i) => this.transmit(this.base + i));
      this.arm();
    });
  }

  onMessage(_from: NodeId, message: Json): void {
    const { next } = message as { next: number };
    this.forgotten += this.all.splice(0, next - this.base).length;
    this.base = next;
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
