/**
 * @approach Each datagram holds all that is not known to have been delivered, with the number of the first.
 */
import type { Json, Node, NodeId } from 'partial-failure';

type Suffix = { first: number; payloads: Json[] };

export class Sender {
  private suffix: Suffix = { first: 0, payloads: [] };
  private ticking = false;

  constructor(
    private readonly node: Node,
    private readonly receiver: NodeId,
  ) {}

  send(payload: Json): void {
    this.suffix.payloads.push(payload);
    // Payloads that come in one instant travel together.
    if (!this.ticking) void this.tick();
  }

  private async tick(): Promise<void> {
    this.ticking = true;
    await this.node.sleep(0);
    while (this.suffix.payloads.length > 0) {
      this.node.send(this.receiver, this.suffix);
      await this.node.sleep(300);
    }
    this.ticking = false;
  }

  onMessage(_from: NodeId, delivered: Json): void {
    const { first, payloads } = this.suffix;
    const known = Math.max(0, Number(delivered) - first);
    this.suffix = { first: first + known, payloads: payloads.slice(known) };
  }
}

export class Receiver {
  private delivered = 0;

  constructor(
    private readonly node: Node,
    private readonly deliver: (payload: Json) => void,
  ) {}

  onMessage(from: NodeId, message: Json): void {
    const { first, payloads } = message as Suffix;
    payloads.slice(Math.max(0, this.delivered - first)).forEach((payload) => {
      this.delivered++;
      this.deliver(payload);
    });
    this.node.send(from, this.delivered);
  }
}
