/**
 * @approach One payload under way at a time; the next one only when its own answer has come.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export class Sender {
  private readonly queue: Json[] = [];
  private current = 0;
  private running = false;
  private wake: () => void = () => undefined;

  constructor(
    private readonly node: Node,
    private readonly receiver: NodeId,
  ) {}

  send(payload: Json): void {
    this.queue.push(payload);
    if (!this.running) void this.run();
  }

  onMessage(_from: NodeId, message: Json): void {
    if (message === this.current) this.wake();
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.queue.length > 0) {
      let answered = false;
      const answer = new Promise<void>((resolve) => {
        this.wake = () => {
          answered = true;
          resolve();
        };
      });
      while (!answered) {
        this.node.send(this.receiver, [this.current, this.queue[0] ?? null]);
        await Promise.race([answer, this.node.sleep(400)]);
      }
      this.queue.shift();
      this.current++;
    }
    this.running = false;
  }
}

export class Receiver {
  private expected = 0;

  constructor(
    private readonly node: Node,
    private readonly deliver: (payload: Json) => void,
  ) {}

  onMessage(from: NodeId, message: Json): void {
    const [number, payload] = message as [number, Json];
    if (number === this.expected) {
      this.expected++;
      this.deliver(payload);
    }
    if (number < this.expected) this.node.send(from, number);
  }
}
