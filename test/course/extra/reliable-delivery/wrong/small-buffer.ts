/**
 * @breaks eventually-delivered
 * @misconception A buffer of eight is enough: more will hardly be early.
 * @misconception-of answers-what-it-throws-away
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
    this.answered.add(Number(message));
  }
}

export class Receiver {
  private next = 0;
  private readonly waiting: { n: number; payload: Json }[] = [];

  constructor(
    private readonly node: Node,
    private readonly deliver: (payload: Json) => void,
  ) {}

  onMessage(from: NodeId, message: Json): void {
    const one = message as { n: number; payload: Json };
    this.node.send(from, one.n);
    if (one.n < this.next || this.waiting.some(({ n }) => n === one.n)) return;
    this.waiting.push(one);
    this.waiting.sort((a, b) => a.n - b.n);
    this.waiting.splice(8);
    while (this.waiting[0]?.n === this.next) {
      this.next++;
      this.deliver(this.waiting.shift()?.payload ?? null);
    }
  }
}
