/**
 * @breaks restraint
 * @misconception The receiver says again and again how far it is; then no answer can be missed.
 * @misconception-of timer-never-stopped
 */
import type { Json, Node, NodeId } from 'partial-failure';

export class Sender {
  private readonly answered = new Set<number>();
  private count = 0;

  constructor(
    private readonly node: Node,
    private readonly receiver: NodeId,
  ) {}

  send(payload: Json): void {
    void this.push(this.count++, payload);
  }

  private async push(n: number, payload: Json): Promise<void> {
    while (!this.answered.has(n)) {
      this.node.send(this.receiver, { n, payload });
      await this.node.sleep(600);
    }
  }

  onMessage(_from: NodeId, message: Json): void {
    for (let n = 0; n < Number(message); n++) this.answered.add(n);
  }
}

export class Receiver {
  private next = 0;
  private readonly early = new Map<number, Json>();
  private peer: NodeId | undefined;

  constructor(
    private readonly node: Node,
    private readonly deliver: (payload: Json) => void,
  ) {}

  onMessage(from: NodeId, message: Json): void {
    const { n, payload } = message as { n: number; payload: Json };
    if (this.peer === undefined) void this.poll((this.peer = from));
    if (n >= this.next) this.early.set(n, payload);
    while (this.early.has(this.next)) {
      const value = this.early.get(this.next) ?? null;
      this.early.delete(this.next++);
      this.deliver(value);
    }
  }

  private async poll(peer: NodeId): Promise<void> {
    for (;;) {
      this.node.send(peer, this.next);
      await this.node.sleep(1_000);
    }
  }
}
