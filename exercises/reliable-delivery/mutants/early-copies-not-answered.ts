/**
 * @breaks restraint
 * @misconception What is below the window needs no answer: the sender has moved on as well.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export class Sender {
  private readonly open = new Map<number, Json>();
  private count = 0;
  private timer = false;

  constructor(
    private readonly node: Node,
    private readonly receiver: NodeId,
  ) {}

  send(payload: Json): void {
    const n = this.count++;
    this.open.set(n, payload);
    this.node.send(this.receiver, { n, payload });
    this.arm();
  }

  private arm(): void {
    if (this.timer) return;
    this.timer = true;
    void this.node.sleep(900).then(() => {
      this.timer = false;
      if (this.open.size === 0) return;
      this.open.forEach((payload, n) => this.node.send(this.receiver, { n, payload }));
      this.arm();
    });
  }

  onMessage(_from: NodeId, message: Json): void {
    this.open.delete(Number(message));
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
    if (n < this.next) return;
    this.node.send(from, n);
    this.early.set(n, payload);
    while (this.early.has(this.next)) {
      const value = this.early.get(this.next) ?? null;
      this.early.delete(this.next++);
      this.deliver(value);
    }
  }
}
