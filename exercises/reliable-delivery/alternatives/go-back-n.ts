/**
 * @approach Go-back-N: a window of sixteen, one timer for its oldest payload, and a receiver that keeps nothing early.
 */
import type { Json, Node, NodeId } from 'partial-failure';

const WINDOW = 16;

export class Sender {
  private readonly all: Json[] = [];
  private base = 0;
  private next = 0;
  /** Counts up whenever the timer is set anew; an older one that rings then does nothing. */
  private alarm = 0;
  private waitMs = 250;

  constructor(
    private readonly node: Node,
    private readonly receiver: NodeId,
  ) {}

  send(payload: Json): void {
    this.all.push(payload);
    this.fill();
  }

  onMessage(_from: NodeId, message: Json): void {
    const { upTo } = message as { upTo: number };
    if (upTo <= this.base) return;
    this.base = upTo;
    this.next = Math.max(this.next, this.base);
    this.waitMs = 250;
    this.alarm++;
    if (this.base < this.next) this.arm();
    this.fill();
  }

  private fill(): void {
    while (this.next < this.all.length && this.next < this.base + WINDOW) {
      if (this.base === this.next) this.arm();
      this.transmit(this.next++);
    }
  }

  private arm(): void {
    const mine = ++this.alarm;
    void this.node.sleep(this.waitMs).then(() => {
      if (mine !== this.alarm) return;
      this.waitMs = Math.min(4_000, this.waitMs * 2);
      for (let n = this.base; n < this.next; n++) this.transmit(n);
      this.arm();
    });
  }

  private transmit(n: number): void {
    this.node.send(this.receiver, { n, payload: this.all[n] ?? null });
  }
}

export class Receiver {
  private upTo = 0;

  constructor(
    private readonly node: Node,
    private readonly deliver: (payload: Json) => void,
  ) {}

  onMessage(from: NodeId, message: Json): void {
    const { n, payload } = message as { n: number; payload: Json };
    if (n === this.upTo) {
      this.upTo++;
      this.deliver(payload);
    }
    this.node.send(from, { upTo: this.upTo });
  }
}
