/**
 * @breaks prefix
 * @misconception A byte is enough for a number.
 * @misconception-of modulo-eight
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
      this.node.send(this.receiver, { n: n % 256, payload });
      await this.node.sleep(600);
    }
  }

  onMessage(_from: NodeId, message: Json): void {
    const low = Number(message);
    for (let n = this.count - 1; n >= 0; n--) if (n % 256 === low) this.answered.add(n);
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
    const behind = (this.next - n + 256) % 256;
    if (behind === 0) {
      this.next = (this.next + 1) % 256;
      this.deliver(payload);
      this.node.send(from, n);
    } else if (behind < 128) this.node.send(from, n);
  }
}
