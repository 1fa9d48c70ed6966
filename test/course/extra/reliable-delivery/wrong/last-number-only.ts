/**
 * @breaks prefix
 * @misconception A copy is a datagram with the number of the last one.
 * @misconception-of one-bit
 */
import type { Json, Node, NodeId } from 'partial-failure';

export class Sender {
  private readonly queue: Json[] = [];
  private n = 0;

  constructor(
    private readonly node: Node,
    private readonly receiver: NodeId,
  ) {}

  send(payload: Json): void {
    if (this.queue.push(payload) === 1) this.go(this.n);
  }

  private go(n: number): void {
    const payload = this.queue[0];
    if (payload === undefined || n !== this.n) return;
    this.node.send(this.receiver, { n, payload });
    void this.node.sleep(650).then(() => this.go(n));
  }

  onMessage(_from: NodeId, message: Json): void {
    if (message !== this.n) return;
    this.queue.shift();
    this.go(++this.n);
  }
}

export class Receiver {
  private last = -1;

  constructor(
    private readonly node: Node,
    private readonly deliver: (payload: Json) => void,
  ) {}

  onMessage(from: NodeId, message: Json): void {
    const { n, payload } = message as { n: number; payload: Json };
    this.node.send(from, n);
    if (n === this.last) return;
    this.last = n;
    this.deliver(payload);
  }
}
