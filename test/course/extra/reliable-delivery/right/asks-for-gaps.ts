/**
 * @approach The receiver names what it lacks; the sender has a slow timer for its oldest payload besides.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export class Sender {
  private readonly log: Json[] = [];
  private done = 0;
  private last = 0;
  private awake = false;

  constructor(
    private readonly node: Node,
    private readonly receiver: NodeId,
  ) {}

  send(payload: Json): void {
    this.log.push(payload);
    this.put(this.log.length - 1);
    if (!this.awake) void this.watch();
  }

  private put(at: number): void {
    this.node.send(this.receiver, { at, of: this.log.length, payload: this.log[at] ?? null });
  }

  private async watch(): Promise<void> {
    this.awake = true;
    while (this.done < this.log.length) {
      this.last = this.done;
      await this.node.sleep(1_200);
      if (this.done === this.last && this.done < this.log.length) this.put(this.log.length - 1);
    }
    this.awake = false;
  }

  onMessage(_from: NodeId, message: Json): void {
    const { done, lacks } = message as { done: number; lacks: number[] };
    this.done = Math.max(this.done, done);
    for (const at of lacks) if (at >= this.done) this.put(at);
  }
}

export class Receiver {
  private readonly have: { payload: Json }[] = [];
  private done = 0;

  constructor(
    private readonly node: Node,
    private readonly deliver: (payload: Json) => void,
  ) {}

  onMessage(from: NodeId, message: Json): void {
    const { at, of, payload } = message as { at: number; of: number; payload: Json };
    this.have[at] = { payload };
    for (let one = this.have[this.done]; one; one = this.have[this.done]) {
      this.done++;
      this.deliver(one.payload);
    }
    const lacks: number[] = [];
    // Only what an ordinary delay does not explain, and only the first few.
    if (at === of - 1) for (let i = this.done; i < of && lacks.length < 8; i++) if (!this.have[i]) lacks.push(i);
    this.node.send(from, { done: this.done, lacks });
  }
}
