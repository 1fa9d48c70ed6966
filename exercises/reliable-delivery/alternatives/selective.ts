/**
 * @approach A timer for each payload, and answers for each datagram by itself, also before a gap is filled.
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

  private async push(id: number, payload: Json): Promise<void> {
    for (let wait = 200; !this.answered.has(id); wait = Math.min(wait * 1.5, 3_000)) {
      this.node.send(this.receiver, { id, payload });
      await this.node.sleep(wait);
    }
  }

  onMessage(_from: NodeId, message: Json): void {
    this.answered.add((message as { got: number }).got);
  }
}

export class Receiver {
  private readonly box: { payload: Json }[] = [];
  private done = 0;

  constructor(
    private readonly node: Node,
    private readonly deliver: (payload: Json) => void,
  ) {}

  onMessage(from: NodeId, message: Json): void {
    const { id, payload } = message as { id: number; payload: Json };
    this.box[id] ??= { payload };
    this.node.send(from, { got: id });
    for (let next = this.box[this.done]; next !== undefined; next = this.box[this.done]) {
      this.done++;
      this.deliver(next.payload);
    }
  }
}
