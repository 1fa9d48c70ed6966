/**
 * @breaks restraint
 * @misconception A timer that finds the answer missing does no harm if it goes on.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export class Sender {
  private readonly all: Json[] = [];
  private known = 0;

  constructor(
    private readonly node: Node,
    private readonly receiver: NodeId,
  ) {}

  send(payload: Json): void {
    this.all.push(payload);
    const n = this.all.length - 1;
    this.node.send(this.receiver, { n, payload });
    if (n === 0) void this.beat();
  }

  private async beat(): Promise<void> {
    for (;;) {
      await this.node.sleep(2_000);
      // At least the last one: it also shows that this side lives.
      const from = Math.min(this.known, this.all.length - 1);
      this.all.slice(from).forEach((payload, i) => this.node.send(this.receiver, { n: from + i, payload }));
    }
  }

  onMessage(_from: NodeId, message: Json): void {
    this.known = Math.max(this.known, (message as { next: number }).next);
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
